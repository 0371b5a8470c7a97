package io.stepgate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReportTableTest {
  @TestFactory
  Stream<DynamicTest> seedRow_rendered_isThePublishedTableByteForByte() {
    return SeedReference.rows().stream()
        .map(
            row -> {
              String name = "seed-" + row.arguments().maxConcurrency() + ".txt";
              return DynamicTest.dynamicTest(
                  name,
                  () ->
                      assertEquals(
                          resource("/report/" + name),
                          ReportTable.render(
                              row.report(), row.arguments(), ReportTable.Layout.SEED)));
            });
  }

  @Test
  void currentLayout_rendered_hasP90P95P99InEverySection() {
    // Given
    LatencySummary family = new LatencySummary(3, 1, 2, 0.5, 3, 4, 5, 6.125);
    ServingReport report =
        new ServingReport(
            1, 3, 4, 5, 5, 3, 4, 5, 9, family, family, family, family, 0.125, 0.375, 1);
    // When
    String table = ReportTable.render(report, RunArguments.live(), ReportTable.Layout.CURRENT);
    // Then
    for (String name : List.of("E2E Latency", "TTFT", "TPOT", "ITL")) {
      String section =
          String.format("Mean %1$s (ms): 1.00|Median %1$s (ms): 2.00|P90 %1$s (ms): 3.00", name)
              + String.format("|P95 %1$s (ms): 4.00|P99 %1$s (ms): 5.00", name);
      String lines = table.replaceAll(" {2,}", " ").replace('\n', '|');
      assertTrue(lines.contains(section), table);
    }
    assertTrue(table.contains("Max request concurrency:                 not set\n"), table);
    assertTrue(table.contains("Traffic request rate:                    inf\n"), table);
    // Python's rounding: ties of the binary value go to the even digit.
    assertTrue(table.contains("Concurrency:                             0.12\n"), table);
    assertTrue(table.contains("(tok/s):    0.38\n"), table);
  }

  @Test
  void figureNotPublished_rendered_saysSo() {
    SeedReference.Row row = SeedReference.rows().get(0);
    String table = ReportTable.render(row.report(), row.arguments(), ReportTable.Layout.CURRENT);
    assertTrue(table.contains("P95 TTFT (ms):                           n/a\n"), table);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReportTableTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
