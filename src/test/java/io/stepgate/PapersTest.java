package io.stepgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the papers say that can be looked up: keys, defaults, names of classes, links. */
class PapersTest {
  private static final Path CONFIGURATION = Path.of("docs/configuration.md");
  private static final Pattern KEY = Pattern.compile("^\\| `(stepgate\\.[^`]+)` \\| ([^|]*) \\|");
  private static final Pattern NAME_OF_A_MAP = Pattern.compile("\\.(NAME|\"MODEL\")");
  private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]\\w*)(\\.[A-Z]\\w*)?`");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]*)(#[^)]*)?\\)");
  private static final int MOST_LINES = 150;

  @Test
  void everyKey_ofTheMappings_isInTheTablesWithItsDefault() throws IOException {
    Map<String, String> told = new TreeMap<>();
    for (String line : Files.readAllLines(CONFIGURATION)) {
      KEY.matcher(line)
          .results()
          .forEach(
              row -> told.put(NAME_OF_A_MAP.matcher(row.group(1)).replaceAll(".*"), row.group(2)));
    }
    Map<String, String> built = keys();

    assertEquals(built.keySet(), told.keySet());
    built.forEach(
        (key, value) -> {
          String cell = told.get(key).replace("`", "");
          assertTrue(value == null || cell.split(" ")[0].equals(value), () -> key + ": " + cell);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONTRIBUTING.md", "docs/architecture.md"})
  void className_toldInAPaper_isOneOfOurs(String paper) throws IOException {
    Set<String> ours;
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      ours = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }

    List<String> unknown =
        CLASS
            .matcher(Files.readString(Path.of(paper)))
            .results()
            .map(name -> name.group(1))
            .filter(name -> !ours.contains(name + ".java"))
            .toList();

    assertEquals(List.of(), unknown);
  }

  @Test
  void link_betweenPapers_leadsToAHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path paper : papers()) {
      for (MatchResult link : LINK.matcher(Files.readString(paper)).results().toList()) {
        Path target =
            link.group(1).isEmpty() ? paper : paper.resolveSibling(link.group(1)).normalize();
        boolean there = Files.exists(target);
        if (!there || link.group(2) != null && !anchors(target).contains(link.group(2))) {
          broken.add(paper + ": " + link.group());
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void readme_read_isAPageThatBeginsWithTheTwoCommands() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("README.md"));

    List<String> commands = lines.stream().filter(line -> line.contains("`./mvnw ")).toList();

    assertTrue(lines.size() < MOST_LINES, () -> lines.size() + " lines");
    assertTrue(commands.get(0).endsWith("| `./mvnw quarkus:dev` |"), commands::toString);
    assertTrue(commands.get(1).endsWith("| `./mvnw verify` |"), commands::toString);
  }

  /** The keys of every room's mapping, with {@code *} for a name of a map, and their defaults. */
  private static Map<String, String> keys() {
    Map<String, String> keys = new TreeMap<>();
    JavaClasses built =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.stepgate");
    for (JavaClass type : built) {
      if (type.isAnnotatedWith(ConfigMapping.class)) {
        keys.putAll(ConfigClass.configClass(type.reflect()).getProperties());
      }
    }
    return keys;
  }

  private static List<Path> papers() throws IOException {
    try (Stream<Path> top = Files.list(Path.of(""));
        Stream<Path> docs = Files.list(Path.of("docs"))) {
      return Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).toList();
    }
  }

  /** As GitHub makes them of headings. */
  private static Set<String> anchors(Path paper) throws IOException {
    Set<String> anchors = new TreeSet<>();
    for (String line : Files.readAllLines(paper)) {
      if (line.startsWith("#")) {
        String words = line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT);
        anchors.add("#" + words.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'));
      }
    }
    return anchors;
  }
}
