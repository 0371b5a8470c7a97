package io.stepgate.report;

import java.util.Objects;

/**
 * What a report is the report of: the arguments that the benchmark prints above its figures.
 *
 * @param tag free text of the caller's, or null
 * @param backend the benchmark's name for the way requests are sent, such as {@code sglang}
 * @param datasetName or null
 * @param requestRate requests a second, or {@link #NO_RATE} if they are not paced
 * @param maxConcurrency limit of requests in flight, or {@link #NOT_SET}
 * @param randomInputLen upper bound of a random prompt's tokens, or {@link #NOT_SET}
 * @param randomOutputLen upper bound of a random answer's tokens, or {@link #NOT_SET}
 * @param randomRangeRatio lower bound of both as a share of the upper
 */
public record RunArguments(
    String tag,
    String backend,
    String datasetName,
    double requestRate,
    int maxConcurrency,
    int randomInputLen,
    int randomOutputLen,
    double randomRangeRatio) {
  /** Requests go out as soon as they may. */
  public static final double NO_RATE = Double.POSITIVE_INFINITY;

  /** A number that was not given. */
  public static final int NOT_SET = 0;

  private static final RunArguments LIVE =
      new RunArguments(null, "stepgate", null, NO_RATE, NOT_SET, NOT_SET, NOT_SET, 0);

  public RunArguments {
    Objects.requireNonNull(backend, "backend");
  }

  /** The head of a report on live traffic: nobody paced it and no dataset was drawn from. */
  public static RunArguments live() {
    return LIVE;
  }

  /** The rate as the table shows it. */
  String rate() {
    return requestRate == NO_RATE ? "inf" : JsonLine.decimal(requestRate);
  }

  /** The keys of the benchmark's output file; those that have no meaning here are null. */
  void writeTo(JsonLine json) {
    json.text("tag", tag);
    json.text("backend", backend);
    json.text("dataset_name", datasetName);
    if (requestRate == NO_RATE) {
      // The benchmark writes a bare Infinity here, which is no JSON.
      json.text("request_rate", rate());
    } else {
      json.number("request_rate", requestRate);
    }
    json.number("max_concurrency", given(maxConcurrency));
    json.number("sharegpt_output_len", null);
    json.number("random_input_len", given(randomInputLen));
    json.number("random_output_len", given(randomOutputLen));
    json.number("random_range_ratio", randomRangeRatio);
    json.number("server_info", null);
  }

  private static Number given(int value) {
    return value == NOT_SET ? null : (Number) value;
  }
}
