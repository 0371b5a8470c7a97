package io.stepgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stepgate.testing.Artifact;
import io.stepgate.testing.Ran;
import java.io.File;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The same cases, each a run of what is shipped. */
class DeployCommandIT extends DeployCommandTest {
  @Override
  Ran run(String... args) {
    return Artifact.run(
        Map.of(), Stream.concat(Stream.of("deploy"), Stream.of(args)).toArray(String[]::new));
  }

  @Override
  @Test
  void outputThatCannotBeWritten_printed_exitsOne() {
    File full = new File("/dev/full");
    assumeTrue(full.exists(), "a device that is always full");

    Ran ran = Artifact.run(new ProcessBuilder(Artifact.command("deploy")).redirectOutput(full));

    assertEquals(1, ran.exit());
  }
}
