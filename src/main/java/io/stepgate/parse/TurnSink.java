package io.stepgate.parse;

import java.util.List;

/** Where turns go that called tools and are over. */
public interface TurnSink {
  /**
   * @param callIds as the client was told them, at least one
   * @param reasoning what the client was told of the thinking, the inside of a JSON string
   */
  void turn(List<String> callIds, byte[] reasoning);
}
