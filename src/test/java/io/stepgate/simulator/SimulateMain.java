package io.stepgate.simulator;

/** The verb as a process of its own, for the test that stops it by a signal. */
final class SimulateMain {
  private SimulateMain() {}

  public static void main(String... arguments) {
    System.exit(SimulateCommand.run(arguments));
  }
}
