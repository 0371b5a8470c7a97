package io.stepgate.simulator.engine;

import java.util.Arrays;
import java.util.List;

/** The markers of the model's raw text, and where they stand in one. */
public final class Markers {
  public static final String FUNCTION_OPEN = "<function=";
  public static final String FUNCTION_CLOSE = "</function>";
  public static final String PARAMETER_OPEN = "<parameter=";
  public static final String PARAMETER_CLOSE = "</parameter>";

  /** The six tags of a tool call. */
  public static final List<String> CALL_TAGS =
      List.of(
          Tokenizer.CALL_OPEN,
          Tokenizer.CALL_CLOSE,
          FUNCTION_OPEN,
          FUNCTION_CLOSE,
          PARAMETER_OPEN,
          PARAMETER_CLOSE);

  /** The two markers of the reasoning block. */
  public static final List<String> THINK_TAGS =
      List.of(Tokenizer.THINK_OPEN, Tokenizer.THINK_CLOSE);

  private Markers() {}

  /** The length of the longest end of {@code text} that could become one of {@code markers}. */
  public static int partialEnd(CharSequence text, List<String> markers) {
    int longest = 0;
    for (String marker : markers) {
      int length = Math.min(marker.length() - 1, text.length());
      while (length > longest && !endsWith(text, marker, length)) {
        length--;
      }
      longest = Math.max(longest, length);
    }
    return longest;
  }

  private static boolean endsWith(CharSequence text, String marker, int length) {
    int from = text.length() - length;
    for (int i = 0; i < length; i++) {
      if (text.charAt(from + i) != marker.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** One flag per character: whether it belongs to a marker. */
  static boolean[] cover(String text) {
    boolean[] covered = new boolean[text.length()];
    for (List<String> tags : List.of(THINK_TAGS, CALL_TAGS)) {
      for (String tag : tags) {
        for (int at = text.indexOf(tag); at >= 0; at = text.indexOf(tag, at + 1)) {
          Arrays.fill(covered, at, at + tag.length(), true);
        }
      }
    }
    return covered;
  }
}
