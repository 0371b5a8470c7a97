package io.stepgate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestRecorderTest {
  private static final long MS = 1_000_000;

  @Test
  void severalTokensInAFrame_recorded_shareTheGapEvenly() {
    // Given
    RequestRecorder recorder = new RequestRecorder(-5 * MS);
    recorder.tokens(95 * MS, 4);
    // When
    recorder.tokens(107 * MS, 3);
    RequestSample sample = recorder.finish("step", 110 * MS, 7, 7);
    // Then
    LatencySummary itl = itl(sample);
    assertEquals(100 * MS, sample.ttftNanos());
    assertEquals(115 * MS, sample.latencyNanos());
    assertEquals(3, itl.count());
    assertEquals(4.0, itl.maxMs(), 1e-9);
    assertEquals(List.of(95 * MS, 99 * MS, 103 * MS, 107 * MS), events(sample));
    assertEquals(2.5, sample.tpotNanos() / MS, 1e-9);
    assertEquals(itl.meanMs(), sample.meanItlNanos() / MS, 1e-9);
  }

  @Test
  void frameWithoutTokens_recorded_isSkippedAndTheNextGapReachesBack() {
    RequestRecorder recorder = new RequestRecorder(0);
    recorder.tokens(5 * MS, 0);
    recorder.tokens(10 * MS, 1);
    recorder.tokens(15 * MS, 0);
    recorder.tokens(30 * MS, 1);
    RequestSample sample = recorder.finish("step", 30 * MS, 1, 2);
    assertEquals(10 * MS, sample.ttftNanos());
    assertEquals(List.of(10 * MS, 30 * MS), events(sample));
  }

  @Test
  void oneTokenOrNone_finished_hasNoInterTokenLatency() {
    RequestRecorder recorder = new RequestRecorder(0);
    assertFalse(recorder.finish("step", 1, 1, 0).hasItl());
    recorder.tokens(10 * MS, 3);
    assertFalse(recorder.finish("step", 10 * MS, 1, 3).hasItl());
  }

  @Test
  void clockGoesBack_recorded_countsAsNoTimePassed() {
    RequestRecorder recorder = new RequestRecorder(100 * MS);
    recorder.tokens(90 * MS, 1);
    recorder.tokens(80 * MS, 1);
    RequestSample sample = recorder.finish("step", 70 * MS, 1, 2);
    assertEquals(0, sample.ttftNanos());
    assertEquals(0, sample.latencyNanos());
    assertEquals(0.0, itl(sample).maxMs());
  }

  @Test
  void absurdFrame_recorded_isCappedNotMisread() {
    RequestRecorder recorder = new RequestRecorder(0);
    recorder.tokens(0, 1);
    recorder.tokens(MS, Integer.MAX_VALUE);
    RequestSample sample = recorder.finish("step", MS, 1, 2);
    assertEquals((1 << 18) - 1, itl(sample).count());
    assertEquals(MS, events(sample).get(events(sample).size() - 1));
  }

  @Test
  void negativeTokenCount_finished_isRefused() {
    RequestRecorder recorder = new RequestRecorder(0);
    assertThrows(IllegalArgumentException.class, () -> recorder.finish("step", 1, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> recorder.finish("step", 1, 0, -1));
  }

  @Test
  void answerLongerThanKept_folded_losesNoToken() {
    // Given
    int frames = 5 * TokenGaps.KEPT + 3;
    RequestRecorder recorder = new RequestRecorder(0);
    SecondBins expected = new SecondBins(100);
    // When
    for (int i = 0; i <= frames; i++) {
      recorder.tokens(i * MS, 1);
      expected.addTokens(SecondBins.second(i * MS), 1);
    }
    RequestSample sample = recorder.finish("step", frames * MS, 1, frames + 1);
    // Then
    SecondBins bins = new SecondBins(100);
    sample.mark(bins, 0);
    long[] tokens = {0};
    sample.gaps().forEachToken((nanos, count) -> tokens[0] += count);
    assertEquals(frames + 1, tokens[0]);
    assertEquals(expected.peakTokens(), bins.peakTokens());
    LatencySketch itl = new LatencySketch();
    sample.gaps().recordInto(itl);
    assertEquals(frames, itl.summary().count());
    assertEquals(1.0, itl.summary().meanMs(), 1e-9);
    assertEquals(1.0, sample.meanItlNanos() / MS, 1e-9);
  }

  private static LatencySummary itl(RequestSample sample) {
    ExactLatencies itl = new ExactLatencies();
    sample.gaps().recordInto(itl);
    return itl.summary();
  }

  private static List<Long> events(RequestSample sample) {
    List<Long> events = new ArrayList<>();
    sample.gaps().forEachToken((nanos, count) -> events.add(nanos));
    return events;
  }
}
