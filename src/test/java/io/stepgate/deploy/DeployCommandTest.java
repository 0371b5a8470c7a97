package io.stepgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.testing.Ran;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeployCommandTest {
  static List<Golden.Row> allCombinations() throws IOException {
    return Golden.commands();
  }

  @ParameterizedTest
  @MethodSource("allCombinations")
  void combination_asFlags_printsTheSeedsCommandAndNothingElse(Golden.Row row) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("--hardware", row.values().get("hardware")));
    args.addAll(List.of("--quantization", row.values().get("quantization")));
    Map.of(
            "reasoningParser", "--reasoning-parser",
            "toolcall", "--tool-call-parser",
            "speculative", "--speculative")
        .forEach(
            (option, flag) -> {
              if (row.chose(option, "enabled")) {
                args.add(flag);
              }
            });

    Ran ran = run(args.toArray(String[]::new));

    assertEquals(new Ran(0, row.command() + "\n", ""), ran);
  }

  @ParameterizedTest
  @MethodSource("allCombinations")
  void combination_asValues_printsTheSeedsCommandAndNothingElse(Golden.Row row) {
    Map<String, String> values = row.values();

    Ran ran =
        run(
            "--hardware=" + values.get("hardware"),
            "--modelsize=" + values.get("modelsize"),
            "--quantization=" + values.get("quantization"),
            "--reasoning-parser=" + values.get("reasoningParser"),
            "--tool-call-parser=" + values.get("toolcall"),
            "--speculative=" + values.get("speculative"));

    assertEquals(new Ran(0, row.command() + "\n", ""), ran);
  }

  @ParameterizedTest
  @ValueSource(strings = {"command", "docker", "compose", "kubernetes", "json"})
  void format_asked_printsWhatTheGeneratorRendersWithOneLineEnd(String format) throws BadOption {
    String rendered = ConfigGenerator.render(LaunchOptions.parse(Map.of()), Format.parse(format));

    Ran ran = run("--format", format);

    assertEquals(new Ran(0, rendered.stripTrailing() + "\n", ""), ran);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void help_asked_goesToStandardOutputWithAllAllowedValues(String flag) {
    Ran ran = run(flag);

    assertEquals(0, ran.exit());
    assertEquals("", ran.err());
    assertTrue(ran.out().startsWith("Usage: stepgate deploy "), ran::out);
    String words = ran.out().replaceAll("\\s+", " ");
    assertTrue(words.contains("h200, mi300x, mi325x, mi350x, mi355x (default h200)"), ran::out);
    assertTrue(words.contains("command, docker, compose, kubernetes, json"), ran::out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--hardware=h100|--hardware: unknown value \"h100\" for hardware;"
            + " allowed: h200, mi300x, mi325x, mi350x, mi355x",
        "--hardware=|--hardware: unknown value \"\" for hardware;"
            + " allowed: h200, mi300x, mi325x, mi350x, mi355x",
        "--modelsize=7b|--modelsize: unknown value \"7b\" for modelsize; allowed: 196b",
        "--quantization=int4|--quantization: unknown value \"int4\" for quantization;"
            + " allowed: bf16, fp8",
        "--reasoning-parser=qwen3|--reasoning-parser: unknown value \"qwen3\" for reasoningParser;"
            + " allowed: disabled, enabled",
        "--format=helm|--format: unknown value \"helm\" for format;"
            + " allowed: command, docker, compose, kubernetes, json"
      })
  void badValue_given_exitsTwoNamingTheAllowedOnesOnStandardErrorOnly(
      String argument, String problem) {
    Ran ran = run(argument);

    assertEquals(
        new Ran(2, "", "stepgate deploy: " + problem + "\nSee stepgate deploy --help.\n"), ran);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--gpu=h200", "--hardware", "stray", "--hardware=h200 --hardware=mi300x"})
  void badUsage_given_exitsTwoWithTheHelpOnStandardErrorOnly(String arguments) {
    Ran ran = run(arguments.split(" "));

    assertEquals(2, ran.exit());
    assertEquals("", ran.out());
    assertTrue(ran.err().startsWith("stepgate deploy: "), ran::err);
    assertTrue(ran.err().contains("Usage: stepgate deploy "), ran::err);
    assertTrue(ran.err().contains("bf16, fp8"), ran::err);
  }

  @Test
  void atSignWithAFile_given_isBadUsageAndNotReadForOptions(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("options"), "--hardware=mi300x");

    Ran ran = run("@" + file);

    assertEquals(2, ran.exit());
    assertEquals("", ran.out());
  }

  @Test
  void outputThatCannotBeWritten_printed_exitsOne() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("broken pipe");
          }
        };

    int exit =
        DeployCommand.run(
            new PrintStream(broken, true, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));

    assertEquals(1, exit);
  }

  Ran run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        DeployCommand.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            args);
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
