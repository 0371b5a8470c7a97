package io.stepgate.ops;

import io.stepgate.testing.Artifact;
import io.stepgate.testing.Ran;
import java.util.Map;
import java.util.stream.Stream;

/** The same cases, each a run of what is shipped. */
class HealthCommandIT extends HealthCommandTest {
  @Override
  Ran run(Map<String, String> environment, String... args) {
    return Artifact.run(
        environment, Stream.concat(Stream.of("health"), Stream.of(args)).toArray(String[]::new));
  }
}
