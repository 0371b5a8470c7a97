package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReasoningMemoryTest {
  private static final long LIMIT = 4096;
  private static final byte[] THOUGHT = Feed.utf8("I think");

  private final ReasoningMemory memory = new ReasoningMemory(LIMIT);

  @Test
  void turn_askedFor_isTheCallersOwn() {
    memory.keep("ann", List.of("call_1", "call_2"), THOUGHT);

    assertArrayEquals(THOUGHT, memory.find("ann", "call_1"));
    assertArrayEquals(THOUGHT, memory.find("ann", "call_2"));
    assertNull(memory.find("bob", "call_1"));
    assertNull(memory.find("ann", "call_3"));
  }

  @Test
  void turns_overTheLimit_pushTheOldestOut() {
    for (int i = 0; i < 100; i++) {
      memory.keep("ann", List.of("call_" + i, "more_" + i), new byte[1000]);
      assertTrue(memory.held() <= LIMIT, "at turn " + i);
    }

    assertNull(memory.find("ann", "call_96"));
    assertNull(memory.find("ann", "more_96"));
    assertArrayEquals(new byte[1000], memory.find("ann", "call_98"));
    assertArrayEquals(new byte[1000], memory.find("ann", "more_99"));
  }

  @Test
  void turn_thatIsTooBigOrHasNothing_isNotKept() {
    memory.keep("ann", List.of("call_1"), THOUGHT);
    memory.keep("ann", List.of("big"), new byte[(int) LIMIT]);
    memory.keep("ann", List.of("empty"), new byte[0]);
    memory.keep("ann", List.of(), THOUGHT);

    assertNull(memory.find("ann", "big"));
    assertNull(memory.find("ann", "empty"));
    assertArrayEquals(THOUGHT, memory.find("ann", "call_1"));
  }

  @Test
  void callThatIsToldAgain_belongsToTheLaterTurn() {
    memory.keep("ann", List.of("call_1"), new byte[1000]);
    memory.keep("ann", List.of("call_1"), THOUGHT);
    for (int i = 0; i < 3; i++) {
      memory.keep("ann", List.of("more_" + i), new byte[900]);
    }

    assertArrayEquals(THOUGHT, memory.find("ann", "call_1"));
  }
}
