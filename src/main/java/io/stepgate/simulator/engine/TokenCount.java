package io.stepgate.simulator.engine;

import java.util.List;

/** Counts the tokens of one choice, and how many of them were thinking. */
public final class TokenCount {
  private boolean thinking;
  private int all;
  private int reasoning;

  /**
   * @param thinks whether the server has a reasoning parser, which begins inside reasoning
   */
  public TokenCount(boolean thinks) {
    thinking = thinks;
  }

  public void add(List<String> tokens) {
    all += tokens.size();
    for (String token : tokens) {
      if (thinking) {
        reasoning++;
        thinking = !token.equals(Tokenizer.THINK_CLOSE);
      }
    }
  }

  public int all() {
    return all;
  }

  public int reasoning() {
    return reasoning;
  }
}
