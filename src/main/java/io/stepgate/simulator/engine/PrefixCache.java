package io.stepgate.simulator.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers which beginnings of prompts this server has seen, in blocks of tokens, so that {@code
 * cached_tokens} tells a gateway whether its routing keeps conversations together. Not thread-safe.
 */
public final class PrefixCache {
  private static final int BLOCK = 16;
  private static final int MAX_BLOCKS = 65_536;

  private final Map<Long, Boolean> blocks =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
          return size() > MAX_BLOCKS;
        }
      };

  /** The number of leading tokens that an earlier prompt shares; remembers this prompt. */
  public int visit(List<String> tokens) {
    long hash = 1;
    int cached = 0;
    boolean shared = true;
    for (int end = BLOCK; end <= tokens.size(); end += BLOCK) {
      hash = SplitMix64.mix(hash * 31 + tokens.subList(end - BLOCK, end).hashCode());
      shared = shared && blocks.get(hash) != null;
      cached = shared ? end : cached;
      blocks.put(hash, true);
    }
    return cached;
  }

  public void clear() {
    blocks.clear();
  }
}
