package io.stepgate.ops;

/** Names that a client made up, made fit for a log or a span. */
final class ClientText {
  private static final int LONGEST = 128;

  private ClientText() {}

  /** Visible ASCII alone, so that no name breaks a line; cut off so that none fills a log. */
  static String tidy(String name) {
    int length = Math.min(name.length(), LONGEST);
    for (int i = 0; i < length; i++) {
      if (!visible(name.charAt(i))) {
        return replaced(name, length);
      }
    }
    return length == name.length() ? name : name.substring(0, length);
  }

  private static String replaced(String name, int length) {
    StringBuilder clean = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      clean.append(visible(c) ? c : '?');
    }
    return clean.toString();
  }

  private static boolean visible(char c) {
    return c > ' ' && c <= '~';
  }
}
