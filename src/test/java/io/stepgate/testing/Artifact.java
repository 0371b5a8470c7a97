package io.stepgate.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * What the build has packaged, jar or native executable, as a command to run. The build's own note
 * says which it is: the one that {@code @QuarkusIntegrationTest} goes by.
 */
public final class Artifact {
  private static final Path TARGET = Path.of("target");
  private static final long PATIENCE_SECONDS = 60;

  private Artifact() {}

  /** Whether the tests run against the artifact instead of the classes: so in {@code failsafe}. */
  public static boolean underTest() {
    return Boolean.getBoolean("packaged");
  }

  public static boolean isNative() {
    return note().getProperty("type").startsWith("native");
  }

  /** The command line of a run with these arguments; system properties come first among them. */
  public static List<String> command(String... arguments) {
    String path = TARGET.resolve(note().getProperty("path")).toAbsolutePath().toString();
    List<String> command = new ArrayList<>();
    List<String> rest = new ArrayList<>(List.of(arguments));
    if (isNative()) {
      command.add(path);
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      while (!rest.isEmpty() && rest.get(0).startsWith("-D")) {
        command.add(rest.remove(0));
      }
      command.addAll(List.of("-jar", path));
    }
    command.addAll(rest);
    return command;
  }

  /** Runs it to its end, without input. */
  public static Ran run(Map<String, String> environment, String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(command(arguments));
    builder.environment().putAll(environment);
    return run(builder);
  }

  /** Runs any command to its end; its output must fit into memory. */
  public static Ran run(ProcessBuilder builder) {
    try {
      Path out = Files.createTempFile(TARGET, "ran", ".out");
      Path err = Files.createTempFile(TARGET, "ran", ".err");
      if (builder.redirectOutput() == ProcessBuilder.Redirect.PIPE) {
        builder.redirectOutput(out.toFile());
      }
      Process process = builder.redirectError(err.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(builder.command() + " does not end: " + taken(err));
      }
      return new Ran(process.exitValue(), taken(out), taken(err));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static String taken(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    Files.delete(file);
    return text;
  }

  private static Properties note() {
    Properties note = new Properties();
    try (InputStream in = Files.newInputStream(TARGET.resolve("quarkus-artifact.properties"))) {
      note.load(in);
    } catch (IOException none) {
      throw new UncheckedIOException("nothing is packaged", none);
    }
    return note;
  }
}
