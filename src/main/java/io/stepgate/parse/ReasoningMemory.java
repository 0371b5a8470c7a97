package io.stepgate.parse;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers the thinking of turns that called tools, for clients that do not send it back. It is
 * found by the id of a call and the caller who got it: nobody fetches another caller's. Bounded in
 * bytes, the oldest turn goes first. Shared by the event loops; held for a moment, once a turn.
 */
public final class ReasoningMemory {
  /** What the maps take for an entry, about. */
  private static final int OVERHEAD = 200;

  private final long limit;
  private final Map<Key, Turn> turns = new HashMap<>();
  private final Deque<Turn> byAge = new ArrayDeque<>();
  private long held;

  /**
   * @param limit bytes that all turns may take
   */
  public ReasoningMemory(long limit) {
    this.limit = limit;
  }

  private record Key(String caller, String callId) {}

  private static final class Turn {
    private final List<Key> keys;
    private final byte[] reasoning;
    private final long size;

    private Turn(List<Key> keys, byte[] reasoning) {
      this.keys = keys;
      this.reasoning = reasoning;
      size =
          reasoning.length
              + keys.stream()
                  .mapToLong(key -> OVERHEAD + 2L * (key.callId.length() + key.caller.length()))
                  .sum();
    }
  }

  /**
   * Keeps a turn.
   *
   * @param callIds of its calls
   * @param reasoning the inside of a JSON string
   */
  public synchronized void keep(String caller, List<String> callIds, byte[] reasoning) {
    Turn turn = new Turn(callIds.stream().map(id -> new Key(caller, id)).toList(), reasoning);
    if (turn.size > limit || turn.keys.isEmpty() || reasoning.length == 0) {
      return;
    }
    byAge.add(turn);
    held += turn.size;
    turn.keys.forEach(key -> turns.put(key, turn));
    while (held > limit) {
      Turn oldest = byAge.remove();
      held -= oldest.size;
      // A call that was told twice belongs to the later turn.
      oldest.keys.forEach(key -> turns.remove(key, oldest));
    }
  }

  /** The thinking of the turn that made this call, the inside of a JSON string; null if unknown. */
  public synchronized byte[] find(String caller, String callId) {
    Turn turn = turns.get(new Key(caller, callId));
    return turn == null ? null : turn.reasoning;
  }

  synchronized long held() {
    return held;
  }
}
