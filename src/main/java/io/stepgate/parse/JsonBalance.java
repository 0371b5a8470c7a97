package io.stepgate.parse;

/**
 * Follows a JSON text that arrives in fragments and knows what would close it. SGLang v0.5.18
 * streams arguments without their end when {@code </function>} is missing.
 */
final class JsonBalance {
  private static final int DEPTH_LIMIT = 512;

  private final StringBuilder open = new StringBuilder();
  private boolean inString;
  private boolean escaped;
  private boolean begun;

  void read(CharSequence fragment) {
    for (int i = 0; i < fragment.length(); i++) {
      char c = fragment.charAt(i);
      if (inString) {
        if (escaped) {
          escaped = false;
        } else if (c == '\\') {
          escaped = true;
        } else if (c == '"') {
          inString = false;
        }
        continue;
      }
      begun |= !MarkerScanner.isBlank(c);
      if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        if (open.length() < DEPTH_LIMIT) {
          open.append(c == '{' ? '}' : ']');
        }
      } else if ((c == '}' || c == ']') && open.length() > 0) {
        open.setLength(open.length() - 1);
      }
    }
  }

  /** What is missing to make the text whole; empty where nothing is. */
  String missing() {
    if (!begun) {
      return "{}";
    }
    StringBuilder end = new StringBuilder();
    if (escaped) {
      end.append('\\');
    }
    if (inString) {
      end.append('"');
    }
    return end.append(new StringBuilder(open).reverse()).toString();
  }
}
