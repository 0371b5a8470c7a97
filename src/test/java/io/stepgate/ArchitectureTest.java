package io.stepgate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rooms and floors as they were built, against the table of {@link House}. */
class ArchitectureTest {
  private static final String ROOT = "io.stepgate";
  private static final Path MAIN = Path.of("src/main/java/io/stepgate");
  private static final List<String> PURE_LIBRARIES =
      List.of("java.", "com.fasterxml.jackson.core.", "org.HdrHistogram.");
  private static final int MOST_FILES = 20;
  private static final int MOST_LINES = 300;
  private static final int MOST_PARAMETERS = 6;

  private static final JavaClasses BUILT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void everyArrow_isInTheTable_andEveryOneOfTheTableIsUsed() {
    Set<String> wrong = new TreeSet<>();
    Map<String, Set<String>> used = new TreeMap<>();
    House.ARROWS.keySet().forEach(floor -> used.put(floor, new TreeSet<>()));
    for (JavaClass type : BUILT) {
      String from = floor(type);
      for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
        JavaClass target = outermost(arrow.getTargetClass().getBaseComponentType());
        if (!ours(target) || from.isEmpty() || floor(target).equals(from)) {
          continue;
        }
        String allowed = House.arrow(from, floor(target), target.getSimpleName());
        if (allowed == null) {
          wrong.add(type.getName() + " -> " + target.getName());
        } else {
          used.get(from).add(allowed);
        }
      }
    }
    assertEquals(Set.of(), wrong, "arrows that the house does not allow");
    Map<String, Set<String>> table = new TreeMap<>(House.ARROWS);
    assertEquals(table, used, "arrows in the table that nobody uses");
  }

  @Test
  void floor_ofTheTable_seesOnlyThoseBeforeIt() {
    List<String> wrong = new ArrayList<>();
    Set<String> before = new TreeSet<>();
    House.ARROWS.forEach(
        (floor, arrows) -> {
          for (String arrow : arrows) {
            boolean known = before.stream().anyMatch(lower -> within(arrow, lower));
            if (!known) {
              wrong.add(floor + " -> " + arrow);
            }
          }
          before.add(floor);
        });
    assertEquals(List.of(), wrong, "arrows of the table that go up");
  }

  @Test
  void pureRoom_importsNoFramework() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : BUILT) {
      if (House.PURE.contains(House.room(floor(type)))) {
        boolean command = outermost(type).getSimpleName().endsWith("Command");
        for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
          String name = arrow.getTargetClass().getBaseComponentType().getName();
          boolean library =
              PURE_LIBRARIES.stream().anyMatch(name::startsWith)
                  || command && name.startsWith("picocli.")
                  || !name.contains(".");
          if (!library && !name.startsWith(ROOT)) {
            wrong.add(type.getName() + " -> " + name);
          }
        }
      }
    }
    assertEquals(Set.of(), wrong, "frameworks in rooms that import none");
  }

  @Test
  void metersAndSpans_liveInOpsAlone() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : BUILT) {
      for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
        String name = arrow.getTargetClass().getName();
        boolean meter = name.startsWith("io.micrometer.") || name.startsWith("io.opentelemetry.");
        if (meter && !House.room(floor(type)).equals("ops")) {
          wrong.add(type.getName() + " -> " + name);
        }
      }
    }
    assertEquals(Set.of(), wrong, "meters or spans outside ops");
  }

  /** A type of error has its status; a status that differs from it stands in the error table. */
  @Test
  void statusesOfErrors_standInOneTable() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : BUILT) {
      for (JavaConstructorCall made : type.getConstructorCallsFromSelf()) {
        boolean error = made.getTargetOwner().getSimpleName().equals("ApiError");
        boolean table = type.getSimpleName().equals("ErrorTable");
        if (error && !table && !floor(type).equals("openai")) {
          wrong.add(made.getDescription());
        }
      }
    }
    assertEquals(Set.of(), wrong, "errors with a status of their own");
  }

  @Test
  void everyRoom_hasItsPage_noFileIsTooLongNoFloorTooFull() throws IOException {
    List<String> wrong = new ArrayList<>();
    Map<String, Integer> files = new TreeMap<>();
    for (Path file : sources()) {
      String floor = MAIN.relativize(file.getParent()).toString().replace('/', '.');
      files.merge(floor, file.endsWith("package-info.java") ? 0 : 1, Integer::sum);
      long lines = Files.readString(file).lines().count();
      if (lines > MOST_LINES) {
        wrong.add(MAIN.relativize(file) + " has lines: " + lines);
      }
    }
    for (String floor : House.ARROWS.keySet()) {
      if (!Files.exists(MAIN.resolve(floor.replace('.', '/')).resolve("package-info.java"))) {
        wrong.add(floor + " has no package-info.java");
      }
    }
    files.remove("");
    assertEquals(Set.copyOf(House.ARROWS.keySet()), files.keySet(), "rooms and floors");
    files.forEach(
        (floor, count) -> {
          if (count > MOST_FILES != House.CROWDED.contains(floor)) {
            wrong.add(floor + " has files: " + count);
          }
        });
    assertEquals(List.of(), wrong);
  }

  @Test
  void noName_isThereTwice_noListOfParametersIsTooLong() {
    List<String> wrong = new ArrayList<>();
    Map<String, String> names = new HashMap<>();
    Set<String> lists = new TreeSet<>();
    for (JavaClass type : BUILT) {
      if (!type.isTopLevelClass()) {
        continue;
      }
      String other = names.put(type.getSimpleName(), type.getName());
      if (other != null && !type.getSimpleName().equals("package-info")) {
        wrong.add(type.getName() + " and " + other);
      }
    }
    for (JavaClass type : BUILT) {
      for (JavaCodeUnit unit : type.getCodeUnits()) {
        boolean record = type.isRecord() && unit.isConstructor();
        boolean written = !unit.getName().contains("$") && !type.isEnum() && !record;
        if (written && unit.getRawParameterTypes().size() > MOST_PARAMETERS) {
          lists.add(type.getSimpleName() + "." + unit.getName());
        }
      }
    }
    assertEquals(House.TWICE, names(wrong), "names that are there twice");
    assertEquals(House.LONG_LISTS, lists, "more than six parameters");
  }

  private static Set<String> names(List<String> pairs) {
    Set<String> names = new TreeSet<>();
    pairs.forEach(pair -> names.add(pair.substring(pair.lastIndexOf('.') + 1)));
    return names;
  }

  @Test
  void table_ofTheHouse_isTheOneOfItsPage() throws IOException {
    Map<String, Set<String>> shown = new TreeMap<>();
    Pattern row = Pattern.compile("^\\| `([\\w.]+)` \\|[^|]*\\| ([^|]*) \\|$");
    for (String line : Files.readAllLines(Path.of("docs/architecture.md"))) {
      var match = row.matcher(line);
      if (match.matches() && House.ARROWS.containsKey(match.group(1))) {
        Set<String> arrows = new TreeSet<>();
        Pattern.compile("`([\\w.*]+)`")
            .matcher(match.group(2))
            .results()
            .forEach(name -> arrows.add(name.group(1)));
        shown.put(match.group(1), arrows);
      }
    }
    assertEquals(new TreeMap<>(House.ARROWS), shown);
  }

  private static boolean within(String arrow, String floor) {
    return arrow.equals(floor)
        || arrow.startsWith(floor + ".")
        || arrow.equals(House.room(floor) + ".*");
  }

  private static boolean ours(JavaClass type) {
    return type.getPackageName().startsWith(ROOT + ".");
  }

  private static String floor(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT) || !name.startsWith(ROOT) ? "" : name.substring(ROOT.length() + 1);
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer;
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
