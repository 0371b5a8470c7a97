package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.stepgate.report.ReportWindow;
import io.stepgate.report.RequestRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Models are told apart up to a bound. */
class LiveReportBoundTest {
  private static final int BOUND = ReportWindow.Bounds.DEFAULT.models();

  private final List<String> served = new ArrayList<>();
  private final LiveReport report =
      new LiveReport(
          new ModelLabels(null) {
            @Override
            List<String> served() {
              return served;
            }
          });

  @Test
  void aServedModelWithoutTraffic_hasZeros() {
    served.add("quiet");

    assertEquals(List.of("quiet"), report.known());
    assertEquals(0, report.report("quiet", Duration.ofMinutes(1)).completed());
  }

  @Test
  void aModelBeyondTheBound_isNotSaidToHaveNoTraffic() {
    for (int i = 0; i <= BOUND; i++) {
      served.add("model-" + i);
      request("model-" + i);
    }

    List<String> expected = new ArrayList<>(served.subList(0, BOUND));
    expected.add(ReportWindow.OTHER);
    assertEquals(expected, report.known());
    assertEquals(1, report.report(ReportWindow.OTHER, Duration.ofMinutes(1)).completed());
  }

  private void request(String model) {
    long now = System.nanoTime();
    report.record(new RequestRecorder(now).finish(model, now, 1, 1));
  }
}
