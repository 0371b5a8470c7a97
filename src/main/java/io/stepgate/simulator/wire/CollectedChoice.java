package io.stepgate.simulator.wire;

import io.stepgate.simulator.engine.EngineOutput;
import io.stepgate.simulator.engine.Finish;
import io.stepgate.simulator.engine.TokenCount;
import java.util.ArrayList;
import java.util.List;

/** The text of one choice so far. */
public final class CollectedChoice {
  private final StringBuilder text = new StringBuilder();
  private final List<String> tokens = new ArrayList<>();
  private final TokenCount count;
  private Finish finish;

  /**
   * @param countsReasoning whether the tokens up to {@code </think>} count as reasoning
   */
  CollectedChoice(boolean countsReasoning) {
    count = new TokenCount(countsReasoning);
  }

  /**
   * @param end null, or why this chunk is the last
   */
  void add(EngineOutput.Chunk chunk, Finish end) {
    text.append(chunk.text());
    tokens.addAll(chunk.tokens());
    count.add(chunk.tokens());
    finish = end;
  }

  String text() {
    return text.toString();
  }

  List<String> tokens() {
    return tokens;
  }

  TokenCount count() {
    return count;
  }

  /** Null until the choice has ended. */
  Finish finish() {
    return finish;
  }
}
