package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.stepgate.report.LatencySummary;
import io.stepgate.report.SeedReference;
import io.stepgate.report.ServingReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Grafana's dashboards as files. Whether their queries find something is .ci/prometheus' part. */
class DashboardsTest {
  private static final int COLUMNS = 24;
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_]\\w*)");
  private static final Pattern CONSTANT = Pattern.compile("vector\\(([\\d.]+)\\)");

  static List<Path> dashboards() throws IOException {
    return ObserveFiles.dashboards();
  }

  @Test
  void uids_ofAllDashboards_areTheNamesOfTheirFiles() throws IOException {
    Set<String> uids = new TreeSet<>();
    for (Path file : dashboards()) {
      String uid = ObserveFiles.json(file).get("uid").textValue();
      assertEquals(file.getFileName().toString(), uid + ".json");
      uids.add(uid);
    }
    assertEquals(
        Set.of("stepgate-overview", "stepgate-latency", "stepgate-backends", "stepgate-errors"),
        uids);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panel_ofAnyKind_saysWhatItShowsAndInWhichUnit(Path file) {
    for (JsonNode panel : panels(file)) {
      String title = panel.path("title").asText();
      assertFalse(title.isBlank(), panel::toString);
      if (!panel.get("type").textValue().equals("row")) {
        assertFalse(panel.path("description").asText().isBlank(), title);
        assertFalse(panel.at("/fieldConfig/defaults/unit").asText().isBlank(), title);
        assertFalse(panel.path("targets").isEmpty(), title);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panels_ofOneDashboard_haveIdsAndPlacesOfTheirOwn(Path file) {
    Set<Integer> ids = new HashSet<>();
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : panels(file)) {
      String title = panel.get("title").textValue();
      assertTrue(ids.add(panel.get("id").intValue()), title);
      JsonNode place = panel.get("gridPos");
      int left = place.get("x").intValue();
      int top = place.get("y").intValue();
      int right = left + place.get("w").intValue();
      assertTrue(right <= COLUMNS, title);
      for (int x = left; x < right; x++) {
        for (int y = top; y < top + place.get("h").intValue(); y++) {
          assertTrue(cells.add(x + "," + y), title + " covers another panel");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void metrics_inAnyExpression_areThoseOfTheGateway(Path file) throws IOException {
    assertEquals(Set.of(), ObserveFiles.unknownNames(Files.readString(file)));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void variables_inAnyExpression_areDeclaredOrGrafanasOwn(Path file) throws IOException {
    Set<String> declared = new TreeSet<>();
    for (JsonNode variable : ObserveFiles.json(file).at("/templating/list")) {
      declared.add(variable.get("name").textValue());
    }
    assertEquals(Set.of("datasource", "model", "endpoint", "backend"), declared);
    Set<String> used = new TreeSet<>();
    Matcher found = VARIABLE.matcher(Files.readString(file));
    while (found.find()) {
      used.add(found.group(1));
    }
    used.removeIf(name -> name.startsWith("__"));
    used.removeAll(declared);
    assertEquals(Set.of(), used);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void queries_ofAnyKind_goToTheChosenDataSourceAndNowhereElse(Path file) throws IOException {
    for (JsonNode source : ObserveFiles.json(file).findValues("datasource")) {
      assertEquals("{\"type\":\"prometheus\",\"uid\":\"${datasource}\"}", source.toString());
    }
    assertFalse(Files.readString(file).contains("://"), "a dashboard that asks the outside");
  }

  /**
   * Panel of the overview to what it shows; the dashed lines are the page's medians, in seconds.
   */
  @Test
  void publishedMedians_inTheOverview_areTheSeedsOwn() {
    Map<String, Function<ServingReport, LatencySummary>> families =
        Map.of(
            "Time to first token", ServingReport::ttft,
            "Time per output token", ServingReport::tpot,
            "Inter-token latency", ServingReport::itl,
            "End to end", ServingReport::e2eLatency);
    Path overview = ObserveFiles.GRAFANA.resolve("dashboards/stepgate-overview.json");
    int seen = 0;
    for (JsonNode panel : panels(overview)) {
      var family = families.get(panel.get("title").textValue());
      if (family != null) {
        assertEquals(medians(family), constants(panel), panel.get("title").textValue());
        seen++;
      }
    }
    assertEquals(families.size(), seen);
  }

  private static List<String> medians(Function<ServingReport, LatencySummary> family) {
    List<String> lines = new ArrayList<>();
    for (SeedReference.Row row : SeedReference.rows()) {
      double millis = family.apply(row.report()).medianMs();
      lines.add(row.arguments().maxConcurrency() + " at a time: " + Math.round(millis * 1000));
    }
    return lines;
  }

  private static List<String> constants(JsonNode panel) {
    List<String> lines = new ArrayList<>();
    for (JsonNode target : panel.get("targets")) {
      Matcher constant = CONSTANT.matcher(target.get("expr").textValue());
      if (constant.matches()) {
        String legend = target.get("legendFormat").textValue();
        lines.add(
            legend.replace("published median, ", "")
                + ": "
                + Math.round(Double.parseDouble(constant.group(1)) * 1e6));
      }
    }
    return lines;
  }

  private static List<JsonNode> panels(Path file) {
    List<JsonNode> panels = ObserveFiles.list(ObserveFiles.json(file).get("panels"));
    assertFalse(panels.isEmpty());
    return panels;
  }
}
