package io.stepgate.simulator.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrefixCacheTest {
  private final PrefixCache cache = new PrefixCache();

  @Test
  void promptsWithACommonBeginning_shareItsFullBlocks() {
    List<String> first = new ArrayList<>(Collections.nCopies(40, "a"));
    List<String> second = new ArrayList<>(first);
    second.set(39, "b");

    assertEquals(0, cache.visit(first));
    assertEquals(32, cache.visit(second));
  }

  @Test
  void sameBlockBehindAnotherBeginning_isNotShared() {
    List<String> first = new ArrayList<>(Collections.nCopies(32, "a"));
    List<String> second = new ArrayList<>(first);
    second.set(0, "b");

    cache.visit(first);

    assertEquals(0, cache.visit(second));
  }

  @Test
  void clearedCache_sharesNothing() {
    cache.visit(Collections.nCopies(32, "a"));

    cache.clear();

    assertEquals(0, cache.visit(Collections.nCopies(32, "a")));
  }
}
