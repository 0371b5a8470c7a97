package io.stepgate.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Live figures beside a published row. The row was measured on the hardware it names: a ratio says
 * how this deployment compares with that one, not whether the gateway is fast or slow.
 *
 * @param row the published run
 * @param live what is set beside it
 */
public record SeedComparison(SeedReference.Row row, ServingReport live) {
  static final String NOTE =
      "Reference figures were measured on "
          + SeedReference.HARDWARE
          + " (TP"
          + SeedReference.TENSOR_PARALLEL
          + ", EP"
          + SeedReference.EXPERT_PARALLEL
          + ") with sglang "
          + SeedReference.SGLANG_VERSION
          + ", dataset random 1000/1000; they say nothing about this deployment's hardware.";

  /**
   * One figure of both.
   *
   * @param ratio live over seed; NaN if the seed's is 0
   */
  public record Figure(double seed, double live, double ratio) {}

  /**
   * The figures that do not depend on how long a run was, by the benchmark's keys: rates, peaks,
   * concurrency and the latencies that the page prints.
   */
  public Map<String, Figure> figures() {
    Map<String, Number> mine = live.figures();
    Map<String, Figure> both = new LinkedHashMap<>();
    row.report()
        .figures()
        .forEach(
            (key, value) -> {
              double seed = value.doubleValue();
              if (isComparable(key) && !Double.isNaN(seed)) {
                double own = mine.get(key).doubleValue();
                both.put(key, new Figure(seed, own, seed == 0 ? Double.NaN : own / seed));
              }
            });
    return both;
  }

  /** One JSON object: {@code reference} says which run and hardware, {@code figures} compares. */
  public String toJson() {
    JsonLine json = new JsonLine();
    json.begin("reference");
    json.text("note", NOTE);
    json.text("model", SeedReference.MODEL);
    json.text("hardware", SeedReference.HARDWARE);
    json.number("tensor_parallel", SeedReference.TENSOR_PARALLEL);
    json.number("expert_parallel", SeedReference.EXPERT_PARALLEL);
    json.text("sglang_version", SeedReference.SGLANG_VERSION);
    row.arguments().writeTo(json);
    json.number("num_prompts", row.report().completed());
    json.end();
    json.begin("figures");
    figures()
        .forEach(
            (key, figure) -> {
              json.begin(key);
              json.number("seed", figure.seed());
              json.number("live", figure.live());
              json.number("ratio", figure.ratio());
              json.end();
            });
    json.end();
    return json.close();
  }

  /** What comes below the table: the note, then a line for each figure. */
  public String toText() {
    StringBuilder text = new StringBuilder(2048);
    text.append("\nCompared with the published row of max concurrency ")
        .append(row.arguments().maxConcurrency())
        .append(".\n")
        .append(NOTE)
        .append("\n\n");
    line(text, "Figure", "seed", "live", "live/seed");
    figures()
        .forEach(
            (key, figure) ->
                line(
                    text,
                    key,
                    ReportTable.number(figure.seed()),
                    ReportTable.number(figure.live()),
                    ReportTable.number(figure.ratio())));
    return text.toString();
  }

  private static void line(StringBuilder text, String... columns) {
    text.append(columns[0]).append(" ".repeat(Math.max(1, 30 - columns[0].length())));
    for (int i = 1; i < columns.length; i++) {
      text.append(" ".repeat(Math.max(1, 12 - columns[i].length()))).append(columns[i]);
    }
    text.append('\n');
  }

  private static boolean isComparable(String key) {
    return !key.equals("duration") && !key.equals("completed") && !key.startsWith("total_")
        || key.equals("total_throughput");
  }
}
