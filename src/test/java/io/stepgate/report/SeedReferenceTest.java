package io.stepgate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedReferenceTest {
  private static final long MS = 1_000_000;

  @Test
  void concurrency_asked_givesTheRowWhoseMeasuredOneIsNearest() {
    assertEquals(1, row(0));
    assertEquals(1, row(7.5));
    assertEquals(16, row(7.6));
    assertEquals(16, row(53));
    assertEquals(100, row(54));
    assertEquals(100, row(5000));
  }

  @Test
  void report_compared_saysWhichHardwareTheRowIsFor() throws IOException {
    // Given
    RequestRecorder recorder = new RequestRecorder(0);
    recorder.tokens(200 * MS, 1);
    recorder.tokens(216_240_000, 1);
    ServingReport live =
        ServingReport.of(List.of(recorder.finish("step", 1_000 * MS, 10, 2)), 1_000 * MS);
    // When
    SeedComparison comparison = SeedReference.compare(live);
    // Then
    JsonNode json = new ObjectMapper().readTree(comparison.toJson());
    JsonNode reference = json.get("reference");
    assertEquals("4x NVIDIA H200", reference.get("hardware").asText());
    assertEquals(4, reference.get("tensor_parallel").asInt());
    assertEquals(4, reference.get("expert_parallel").asInt());
    assertEquals("0.5.8", reference.get("sglang_version").asText());
    assertEquals(1000, reference.get("random_input_len").asInt());
    assertEquals(1, reference.get("max_concurrency").asInt());
    assertTrue(reference.get("note").asText().contains("nothing about this deployment"));
    JsonNode itl = json.get("figures").get("mean_itl_ms");
    assertEquals(8.12, itl.get("seed").asDouble());
    assertEquals(16.24, itl.get("live").asDouble(), 1e-9);
    assertEquals(2.0, itl.get("ratio").asDouble(), 1e-9);
  }

  @Test
  void report_compared_leavesOutWhatThePageDoesNotPrintOrARunsLengthDecides() {
    SeedComparison comparison = SeedReference.compare(ServingReport.of(List.of(), 0));
    assertFalse(comparison.figures().containsKey("p95_ttft_ms"));
    assertFalse(comparison.figures().containsKey("std_itl_ms"));
    assertFalse(comparison.figures().containsKey("total_output_tokens"));
    assertFalse(comparison.figures().containsKey("duration"));
    assertTrue(comparison.figures().containsKey("total_throughput"));
    assertTrue(comparison.figures().containsKey("p99_e2e_latency_ms"));
  }

  private static int row(double concurrency) {
    return SeedReference.nearest(concurrency).arguments().maxConcurrency();
  }
}
