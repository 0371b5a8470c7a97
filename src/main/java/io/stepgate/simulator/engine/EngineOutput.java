package io.stepgate.simulator.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * All that the engine will say for one choice.
 *
 * @param chunks never empty; {@code finish} belongs to the last one
 */
public record EngineOutput(List<Chunk> chunks, Finish finish) {

  /**
   * What one engine step adds.
   *
   * @param text the new text; may be a part of a token when markers are cut on purpose
   * @param tokens the tokens that this step completes
   */
  public record Chunk(String text, List<String> tokens) {
    static final Chunk EMPTY = new Chunk("", List.of());
  }

  /**
   * Groups tokens to chunks as {@code --stream-interval} does: the first token at once, then every
   * {@code interval} tokens.
   */
  public static EngineOutput of(List<String> tokens, Finish finish, int interval) {
    List<Chunk> chunks = new ArrayList<>();
    int at = 0;
    while (at < tokens.size()) {
      int end = Math.min(tokens.size(), at == 0 ? 1 : at + interval);
      List<String> group = List.copyOf(tokens.subList(at, end));
      chunks.add(new Chunk(group.size() == 1 ? group.get(0) : String.join("", group), group));
      at = end;
    }
    return new EngineOutput(orEmpty(chunks), finish);
  }

  /**
   * Cuts every marker of the text into pieces of one to three characters, each a chunk of its own.
   * A token belongs to its last piece.
   */
  public static EngineOutput withCutMarkers(List<String> tokens, Finish finish) {
    boolean[] inMarker = Markers.cover(String.join("", tokens));
    List<Chunk> chunks = new ArrayList<>();
    int start = 0;
    int size = 1;
    for (String token : tokens) {
      int end = start + token.length();
      int at = start;
      while (at < end && inMarker[at]) {
        int next = Math.min(end, at + size);
        String piece = token.substring(at - start, next - start);
        chunks.add(new Chunk(piece, next == end ? List.of(token) : List.of()));
        size = size % 3 + 1;
        at = next;
      }
      if (at < end) {
        chunks.add(new Chunk(token.substring(at - start), List.of(token)));
      }
      start = end;
    }
    return new EngineOutput(orEmpty(chunks), finish);
  }

  private static List<Chunk> orEmpty(List<Chunk> chunks) {
    return chunks.isEmpty() ? List.of(Chunk.EMPTY) : List.copyOf(chunks);
  }
}
