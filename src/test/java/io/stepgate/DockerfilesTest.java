package io.stepgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.stepgate.ops.HealthCommand;
import io.stepgate.testing.Pom;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Dockerfiles, as far as they can be checked without a container engine. */
class DockerfilesTest {
  private static final Set<String> KNOWN =
      Set.of(
          "ARG",
          "COPY",
          "ENTRYPOINT",
          "EXPOSE",
          "FROM",
          "HEALTHCHECK",
          "LABEL",
          "RUN",
          "USER",
          "WORKDIR");

  private record Instruction(String name, String rest) {}

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void everyInstruction_isKnownAndEveryImageHasATag(String name) throws IOException {
    for (Instruction each : read(name)) {
      assertTrue(KNOWN.contains(each.name()), each::toString);
      if (each.name().equals("FROM")) {
        String image = each.rest().split(" ")[0];
        assertTrue(image.matches("[a-z0-9.]+(/[a-z0-9-]+)+:[a-z0-9.-]+"), image);
        assertTrue(!image.endsWith(":latest"), image);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void lastStage_isNoRootAndNeedsNoShell(String name) throws IOException {
    List<Instruction> last = lastStage(name);

    assertEquals("65532:65532", one(last, "USER"));
    assertEquals("8080", one(last, "EXPOSE"));
    assertTrue(last.stream().noneMatch(each -> each.name().equals("RUN")));
    assertTrue(words(one(last, "ENTRYPOINT")).get(0).startsWith("/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void healthCheck_runsTheVerbAsTheEntryPointIsRun(String name) throws IOException {
    List<Instruction> last = lastStage(name);
    String check = one(last, "HEALTHCHECK");
    List<String> command = words(check.substring(check.indexOf("CMD ") + 4));
    List<String> start = words(one(last, "ENTRYPOINT"));
    int verb = command.indexOf("health");

    assertTrue(verb > 0, command::toString);
    assertEquals(start.get(0), command.get(0));
    assertEquals(start.get(start.size() - 1), command.get(verb - 1));
    assertTrue(
        Files.readString(Path.of("src/main/java/io/stepgate/Main.java"))
            .contains("case \"health\""));
    // An option that the verb does not have is refused even where help is asked for.
    List<String> options = new ArrayList<>(command.subList(verb + 1, command.size()));
    options.add("--help");
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    assertEquals(0, HealthCommand.run(nowhere, nowhere, Map.of(), options.toArray(String[]::new)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void labels_sayWhatTheProjectSays(String name) throws IOException {
    List<Instruction> last = lastStage(name);
    String labels = one(last, "LABEL");

    assertTrue(
        labels.contains("org.opencontainers.image.description=\"" + Pom.description() + "\""));
    assertTrue(labels.contains("org.opencontainers.image.licenses=\"Apache-2.0\""));
    assertTrue(labels.contains("org.opencontainers.image.version=\"${VERSION}\""));
    assertTrue(last.contains(new Instruction("ARG", "VERSION=" + Pom.version())));
    String base = last.get(0).rest();
    assertTrue(labels.contains("org.opencontainers.image.base.name=\"" + base + "\""), base);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void ignoreFile_letsInWhatIsCopiedAndNothingElse(String name) throws IOException {
    Set<String> copied = new HashSet<>();
    for (Instruction each : read(name)) {
      if (each.name().equals("COPY") && !each.rest().contains("--from=")) {
        List<String> sources = Arrays.asList(each.rest().split(" "));
        copied.addAll(sources.subList(0, sources.size() - 1));
      }
    }
    List<String> lines =
        Files.readAllLines(Path.of("docker", name + ".dockerignore")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();

    assertEquals("*", lines.get(0));
    Set<String> letIn = new HashSet<>();
    for (String line : lines.subList(1, lines.size())) {
      assertTrue(line.startsWith("!/"), line);
      letIn.add(line.substring(2));
      assertTrue(Files.exists(Path.of(line.substring(2))), line);
    }
    assertEquals(letIn, copied);
  }

  private static String one(List<Instruction> stage, String name) {
    List<String> found =
        stage.stream().filter(each -> each.name().equals(name)).map(Instruction::rest).toList();
    assertEquals(1, found.size(), name);
    return found.get(0);
  }

  /** The exec form is a JSON array; anything else would be a shell's. */
  private static List<String> words(String execForm) throws IOException {
    return List.of(new ObjectMapper().readValue(execForm, String[].class));
  }

  private static List<Instruction> lastStage(String name) throws IOException {
    List<Instruction> all = read(name);
    int from = 0;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equals("FROM")) {
        from = i;
      }
    }
    return all.subList(from, all.size());
  }

  private static List<Instruction> read(String name) throws IOException {
    List<Instruction> instructions = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String part : Files.readAllLines(Path.of("docker", name))) {
      if (part.isBlank() || part.startsWith("#")) {
        continue;
      }
      boolean more = part.endsWith("\\");
      line.append(more ? part.substring(0, part.length() - 1) : part).append(more ? " " : "");
      if (!more) {
        String[] words = line.toString().strip().split("\\s+", 2);
        instructions.add(new Instruction(words[0], words[1].replaceAll("\\s+", " ")));
        line.setLength(0);
      }
    }
    assertEquals(0, line.length(), "the last line ends in a backslash");
    return instructions;
  }
}
