package io.stepgate.simulator.engine;

/** Takes what the engine says for one request. All calls come on the simulator's context. */
public interface EngineListener {
  /**
   * The next chunk of one choice.
   *
   * @param finish null, or why this chunk is the choice's last
   */
  void chunk(int index, EngineOutput.Chunk chunk, Finish finish);

  /** Every choice has had its chunk of this step: a good time to write. */
  default void stepDone() {}

  /** Every choice is finished. Not called when the generation was stopped. */
  void finished();

  /** False while the client reads slower than the engine speaks. */
  default boolean ready() {
    return true;
  }

  /** Runs {@code action} once, when {@link #ready()} has become true. */
  default void whenReady(Runnable action) {
    action.run();
  }
}
