package io.stepgate.simulator.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class EngineOutputTest {
  private static final Finish STOP = Finish.stop(1);

  @Test
  void streamInterval_groupsAllButTheFirstToken() {
    EngineOutput output = EngineOutput.of(List.of("a", "b", "c", "d", "e", "f"), STOP, 3);

    assertEquals(List.of("a", "bcd", "ef"), texts(output));
    assertEquals(List.of("b", "c", "d"), output.chunks().get(1).tokens());
  }

  @Test
  void noTokens_giveOneEmptyChunk() {
    assertEquals(List.of(""), texts(EngineOutput.of(List.of(), STOP, 1)));
  }

  @Test
  void cutMarkers_splitMarkersAloneAndKeepEveryToken() {
    List<String> tokens = List.of("ab", "</think>", "c", "<", "func", "tion", "=", "f", ">");

    EngineOutput output = EngineOutput.withCutMarkers(tokens, STOP);

    assertEquals(
        List.of(
            "ab", "<", "/t", "hin", "k", ">", "c", "<", "f", "un", "c", "t", "io", "n", "=", "f",
            ">"),
        texts(output));
    assertEquals(
        tokens, output.chunks().stream().flatMap(chunk -> chunk.tokens().stream()).toList());
  }

  private static List<String> texts(EngineOutput output) {
    return output.chunks().stream().map(EngineOutput.Chunk::text).toList();
  }
}
