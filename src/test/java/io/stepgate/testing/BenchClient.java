package io.stepgate.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stepgate.report.NaiveBenchmark;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures one streamed request as {@code sglang.bench_serving} does: every non-empty line is timed
 * as it comes, only text counts, and on {@code /generate} a gap is shared by its tokens.
 */
public final class BenchClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WITHOUT_DATA = "data: ".length();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI uri;

  public BenchClient(URI uri) {
    this.uri = uri;
  }

  /**
   * Sends a request and reads its stream to the end.
   *
   * @param in the prompt's tokens, as the benchmark's dataset knows them
   * @param out the requested length, which counts where a stream tells none
   */
  public NaiveBenchmark.Request run(JsonObject body, int in, int out) throws Exception {
    long start = System.nanoTime();
    var answer =
        http.send(
            HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      throw new AssertionError("status " + answer.statusCode());
    }
    long first = 0;
    long recent = 0;
    long last = start;
    long told = 0;
    List<Double> gaps = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          continue;
        }
        last = System.nanoTime();
        if (line.equals("data: [DONE]")) {
          continue;
        }
        JsonNode frame = JSON.readTree(line.substring(WITHOUT_DATA));
        if (!hasText(frame)) {
          continue;
        }
        long tokens = frame.path("meta_info").path("completion_tokens").asLong(told + 1);
        if (first == 0) {
          first = last;
        } else if (tokens == told) {
          continue;
        } else {
          for (long token = told; token < tokens; token++) {
            gaps.add((last - recent) / (double) (tokens - told));
          }
        }
        recent = last;
        told = tokens;
      }
    }
    return new NaiveBenchmark.Request(start, first - start, gaps, last - start, in, out);
  }

  private static boolean hasText(JsonNode frame) {
    JsonNode choice = frame.path("choices").path(0);
    JsonNode delta = choice.path("delta");
    return !frame.path("text").asText("").isEmpty()
        || !choice.path("text").asText("").isEmpty()
        || !delta.path("content").asText("").isEmpty()
        || !delta.path("reasoning_content").asText("").isEmpty();
  }
}
