package io.stepgate.simulator.wire;

/** Takes finished SSE frames: {@code data: …} and an empty line, no comments, no event names. */
public interface FrameSink {
  String DONE = "data: [DONE]\n\n";

  /** One frame of a running answer. */
  void frame(String frame);

  /** A finish, usage or {@code [DONE]} frame: what a server that breaks off never sends. */
  default void ending(String frame) {
    frame(frame);
  }

  /** Brings the frames since the last call to the client. */
  default void flush() {}

  /** The stream is over. */
  default void end() {}

  default boolean ready() {
    return true;
  }

  default void whenReady(Runnable action) {
    action.run();
  }
}
