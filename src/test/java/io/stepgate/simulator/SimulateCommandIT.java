package io.stepgate.simulator;

import io.stepgate.testing.Artifact;
import io.stepgate.testing.Ran;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The same cases, each a run of what is shipped. */
class SimulateCommandIT extends SimulateCommandTest {
  @Override
  Ran run(String... arguments) {
    return Artifact.run(Map.of(), verb(arguments));
  }

  @Override
  List<String> command(String... arguments) {
    return Artifact.command(verb(arguments));
  }

  private static String[] verb(String... arguments) {
    return Stream.concat(Stream.of("simulate"), Stream.of(arguments)).toArray(String[]::new);
  }
}
