package io.stepgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of allowed arrows between rooms. An arrow that is not here does not get built. */
class ArchitectureTest {
  private static final Path MAIN = Path.of("src/main/java/io/stepgate");

  /**
   * Room to what it may import of ours: a whole room, or single types of one as {@code room.Type}.
   */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("openai", Set.of()),
          Map.entry("admission", Set.of("openai")),
          Map.entry("routing", Set.of("openai", "admission.Admitted", "deploy.ExpertParallelRule")),
          Map.entry("relay", Set.of("openai", "routing.Lease")),
          Map.entry("parse", Set.of("openai")),
          Map.entry("edge", Set.of("openai", "admission", "routing", "relay", "parse", "deploy")),
          Map.entry("ops", Set.of("openai", "edge", "routing", "parse.StreamTally", "report")),
          Map.entry("deploy", Set.of()),
          Map.entry("report", Set.of()),
          Map.entry("bench", Set.of("openai", "parse", "report")),
          Map.entry("simulator", Set.of("openai")));

  private static final Set<String> PURE = Set.of("openai", "parse", "deploy", "report");
  private static final List<String> PURE_LIBRARIES =
      List.of("java.", "com.fasterxml.jackson.core.", "org.HdrHistogram.", "picocli.");

  private static final Pattern COMMENT =
      Pattern.compile("/\\*.*?\\*/|(?m)^\\s*//.*$", Pattern.DOTALL);
  private static final Pattern OURS = Pattern.compile("\\bio\\.stepgate\\.(\\w+)\\.([A-Z]\\w*)");
  private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+)");

  @Test
  void everyArrowBetweenRoomsIsInTheTable() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : sources()) {
      String room = room(file);
      if (room.isEmpty()) {
        continue;
      }
      assertTrue(ARROWS.containsKey(room), () -> "no such room in the table: " + room);
      var found = OURS.matcher(code(file));
      while (found.find()) {
        String to = found.group(1);
        String type = to + "." + found.group(2);
        Set<String> allowed = ARROWS.get(room);
        if (!to.equals(room) && !allowed.contains(to) && !allowed.contains(type)) {
          wrong.add(MAIN.relativize(file) + " -> " + type);
        }
      }
    }
    assertEquals(List.of(), wrong, "arrows that the house does not allow");
  }

  @Test
  void pureRoomsImportNoFramework() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : sources()) {
      if (!PURE.contains(room(file))) {
        continue;
      }
      for (String name : imports(file)) {
        boolean command = file.toString().endsWith("Command.java");
        boolean library =
            PURE_LIBRARIES.stream()
                .anyMatch(
                    known -> name.startsWith(known) && (command || !known.equals("picocli.")));
        if (!library && !name.startsWith("io.stepgate.")) {
          wrong.add(MAIN.relativize(file) + " -> " + name);
        }
      }
    }
    assertEquals(List.of(), wrong, "frameworks in rooms that import none");
  }

  @Test
  void metersAndSpansLiveInOpsAlone() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : sources()) {
      for (String library : List.of("io.micrometer.", "io.opentelemetry.")) {
        if (!room(file).equals("ops") && code(file).contains(library)) {
          wrong.add(MAIN.relativize(file) + " -> " + library);
        }
      }
    }
    assertEquals(List.of(), wrong, "meters or spans outside ops");
  }

  @Test
  void everyRoomHasItsPageAndNoFileIsOverThreeHundredLines() throws IOException {
    List<String> wrong = new ArrayList<>();
    Set<String> pages = new TreeSet<>();
    Set<String> rooms = new TreeSet<>();
    for (Path file : sources()) {
      rooms.add(room(file));
      if (file.endsWith("package-info.java")) {
        pages.add(room(file));
      }
      long lines = Files.readString(file).lines().count();
      if (lines > 300) {
        wrong.add(MAIN.relativize(file) + ": " + lines);
      }
    }
    assertEquals(rooms, pages, "rooms without a package-info.java");
    assertEquals(List.of(), wrong, "files over 300 lines");
  }

  @Test
  void theReadmeShowsTheSameTable() throws IOException {
    Map<String, Set<String>> shown = new TreeMap<>();
    Pattern row = Pattern.compile("^\\| `(\\w+)` \\|[^|]*\\| ([^|]*) \\|$");
    for (String line : Files.readAllLines(Path.of("README.md"))) {
      var match = row.matcher(line);
      if (match.matches() && ARROWS.containsKey(match.group(1))) {
        Set<String> arrows = new TreeSet<>();
        Pattern.compile("`([\\w.]+)`")
            .matcher(match.group(2))
            .results()
            .forEach(name -> arrows.add(name.group(1)));
        shown.put(match.group(1), arrows);
      }
    }
    Map<String, Set<String>> table = new TreeMap<>();
    ARROWS.forEach((room, arrows) -> table.put(room, new TreeSet<>(arrows)));
    assertEquals(table, shown);
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static String room(Path file) {
    Path inside = MAIN.relativize(file);
    return inside.getNameCount() == 1 ? "" : inside.getName(0).toString();
  }

  private static String code(Path file) throws IOException {
    return COMMENT.matcher(Files.readString(file)).replaceAll("");
  }

  private static List<String> imports(Path file) throws IOException {
    return IMPORT.matcher(code(file)).results().map(match -> match.group(1)).toList();
  }
}
