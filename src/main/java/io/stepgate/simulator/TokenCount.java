package io.stepgate.simulator;

import java.util.List;

/** Counts the tokens of one choice, and how many of them were thinking. */
final class TokenCount {
  private boolean thinking;
  private int all;
  private int reasoning;

  /**
   * @param thinks whether the server has a reasoning parser, which begins inside reasoning
   */
  TokenCount(boolean thinks) {
    thinking = thinks;
  }

  void add(List<String> tokens) {
    all += tokens.size();
    for (String token : tokens) {
      if (thinking) {
        reasoning++;
        thinking = !token.equals(Tokenizer.THINK_CLOSE);
      }
    }
  }

  int all() {
    return all;
  }

  int reasoning() {
    return reasoning;
  }
}
