package io.stepgate.deploy;

import java.util.List;
import java.util.stream.Collectors;

/** A key or value that the generator does not know. The message names it and what is allowed. */
public final class BadOption extends Exception {
  private static final long serialVersionUID = 1L;

  /** Longest piece of the caller's own text that a message repeats, in characters. */
  private static final int LONGEST_ECHO = 64;

  private final String param;

  private BadOption(String param, String message) {
    super(message);
    this.param = param;
  }

  static BadOption unknownKey(String key, List<String> allowed) {
    return new BadOption(
        shown(key), "unknown option %s; allowed: %s".formatted(quoted(key), listed(allowed)));
  }

  static BadOption unknownValue(String param, String value, List<String> allowed) {
    return new BadOption(
        param,
        "unknown value %s for %s; allowed: %s".formatted(quoted(value), param, listed(allowed)));
  }

  static BadOption untested(String param, String value, String model, List<String> allowed) {
    return new BadOption(
        param,
        "%s %s is not in the recipe of %s; allowed: %s"
            .formatted(param, quoted(value), model, listed(allowed)));
  }

  /** The option that is wrong, for an error's {@code param}; printable and short. */
  public String param() {
    return param;
  }

  private static String listed(List<String> allowed) {
    return String.join(", ", allowed);
  }

  private static String quoted(String text) {
    return text == null ? "null" : '"' + shown(text) + '"';
  }

  /** The text came from outside: bounded, and without characters that move a terminal's cursor. */
  private static String shown(String text) {
    if (text == null) {
      return "null";
    }
    String printable =
        text.codePoints()
            .limit(LONGEST_ECHO)
            .map(point -> isPrintable(point) ? point : '?')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    return text.codePointCount(0, text.length()) > LONGEST_ECHO ? printable + "..." : printable;
  }

  private static boolean isPrintable(int point) {
    int type = Character.getType(point);
    return !Character.isISOControl(point)
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
