package io.stepgate.openai;

/**
 * Leaves the places of files out of a text that a server wrote. A path is what begins with a slash,
 * after no letter or digit, and has two parts at least; {@code /generate} and {@code /v1/models}
 * are none, nor is what stands inside of a URL, of {@code application/json} or of a model's name.
 */
final class FilePaths {
  private static final String HIDDEN = "…";
  private static final String ENDS = "'\"`<>()[]{}|,;:";
  private static final String QUOTES = "'\"`";
  private static final String FILE_SCHEME = "file:";

  private final String text;
  private final StringBuilder out;
  private int at;

  private FilePaths(String text) {
    this.text = text;
    out = new StringBuilder(text.length());
  }

  /** The text with {@code …} for each path; null for null. */
  static String hidden(String text) {
    if (text == null || text.indexOf('/') < 0) {
      return text;
    }
    FilePaths paths = new FilePaths(text);
    while (paths.at < text.length()) {
      paths.step();
    }
    return paths.out.toString();
  }

  private void step() {
    if (text.startsWith("://", at)) {
      url();
    } else if (text.charAt(at) == '/' && begins(at)) {
      path(at, 2);
    } else if (text.startsWith("~/", at) && begins(at)) {
      path(at, 1);
    } else {
      out.append(text.charAt(at++));
    }
  }

  private void url() {
    int scheme = out.length() - (FILE_SCHEME.length() - 1);
    if (scheme >= 0 && FILE_SCHEME.startsWith(out.substring(scheme))) {
      out.setLength(scheme);
      at += "://".length();
      path(at, 0);
    } else {
      int end = at + "://".length();
      while (end < text.length() && !blank(end) && QUOTES.indexOf(text.charAt(end)) < 0) {
        end++;
      }
      copy(end);
    }
  }

  /**
   * @param parts how many make it a path
   */
  private void path(int from, int parts) {
    int end = end(from);
    if (parts(from, end) >= parts && !text.startsWith("/v1/", from)) {
      out.append(HIDDEN);
      at = end;
    } else {
      copy(end);
    }
  }

  /** Between quotes a path may have blanks in it. */
  private int end(int from) {
    char before = from > 0 ? text.charAt(from - 1) : ' ';
    int quote = QUOTES.indexOf(before) < 0 ? -1 : text.indexOf(before, from);
    if (quote >= 0) {
      return quote;
    }
    int end = from;
    while (end < text.length() && !blank(end) && ENDS.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    while (end > from + 1 && text.charAt(end - 1) == '.') {
      end--;
    }
    return end;
  }

  private int parts(int from, int end) {
    int parts = 0;
    for (int i = from; i + 1 < end; i++) {
      if (text.charAt(i) == '/' && text.charAt(i + 1) != '/') {
        parts++;
      }
    }
    return parts;
  }

  private boolean begins(int from) {
    if (from == 0) {
      return true;
    }
    char before = text.charAt(from - 1);
    // A tag that closes is no path, and what is inside a word is part of a name.
    return !Character.isLetterOrDigit(before) && "<._-/~".indexOf(before) < 0;
  }

  private boolean blank(int i) {
    return Character.isWhitespace(text.charAt(i));
  }

  /** Passes on what is no path, at least a character of it. */
  private void copy(int end) {
    int to = Math.max(end, at + 1);
    out.append(text, at, to);
    at = to;
  }
}
