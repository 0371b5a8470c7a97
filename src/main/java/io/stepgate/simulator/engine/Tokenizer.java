package io.stepgate.simulator.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A deterministic stand-in for the model's tokenizer: word pieces of up to four letters with their
 * leading blank, up to three digits, single punctuation marks. As in the model's vocabulary {@code
 * </think>}, {@code <tool_call>} and {@code </tool_call>} are single tokens, while {@code
 * <function=} or {@code </parameter>} are several. The tokens of a text always join to that text.
 */
public final class Tokenizer {
  public static final String THINK_OPEN = "<think>";
  public static final String THINK_CLOSE = "</think>";
  public static final String CALL_OPEN = "<tool_call>";
  public static final String CALL_CLOSE = "</tool_call>";
  public static final String TURN_OPEN = "<|im_start|>";
  public static final String TURN_CLOSE = "<|im_end|>";

  /** Texts that are one token each, in the order of their ids. */
  static final List<String> SPECIAL =
      List.of(TURN_OPEN, TURN_CLOSE, THINK_OPEN, THINK_CLOSE, CALL_OPEN, CALL_CLOSE);

  private static final int LETTERS = 4;
  private static final int DIGITS = 3;
  private static final int BLANKS = 16;

  private Tokenizer() {}

  public static List<String> split(String text) {
    List<String> tokens = new ArrayList<>(text.length() / 3 + 1);
    int at = 0;
    while (at < text.length()) {
      int end = tokenEnd(text, at);
      tokens.add(text.substring(at, end));
      at = end;
    }
    return tokens;
  }

  public static int count(String text) {
    int count = 0;
    for (int at = 0; at < text.length(); at = tokenEnd(text, at)) {
      count++;
    }
    return count;
  }

  private static int tokenEnd(String text, int at) {
    int first = text.codePointAt(at);
    if (first == '<') {
      for (String special : SPECIAL) {
        if (text.startsWith(special, at)) {
          return at + special.length();
        }
      }
      return at + 1;
    }
    int word = first == ' ' && at + 1 < text.length() ? at + 1 : at;
    if (Character.isLetter(text.codePointAt(word))) {
      return runEnd(text, word, Character::isLetter, LETTERS);
    }
    if (Character.isDigit(first)) {
      return runEnd(text, at, Character::isDigit, DIGITS);
    }
    if (first == ' ') {
      return runEnd(text, at, letter -> letter == ' ', BLANKS);
    }
    return at + Character.charCount(first);
  }

  private static int runEnd(String text, int from, IntPredicate kind, int most) {
    int at = from;
    for (int taken = 0; taken < most && at < text.length(); taken++) {
      int letter = text.codePointAt(at);
      if (!kind.test(letter)) {
        break;
      }
      at += Character.charCount(letter);
    }
    return at;
  }
}
