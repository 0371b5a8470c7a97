package io.stepgate.ops;

import io.stepgate.report.ReportWindow;
import io.stepgate.report.RequestSample;
import io.stepgate.report.ServingReport;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/** The serving benchmark's figures of the traffic that goes by. Its clock is nanoTime. */
@Singleton
class LiveReport {
  /** What a model without traffic has: zeros, over the window that was asked for. */
  private static final ReportWindow NO_TRAFFIC = new ReportWindow();

  private final ReportWindow window = new ReportWindow();
  private final ModelLabels labels;

  LiveReport(ModelLabels labels) {
    this.labels = labels;
  }

  /** Files a request that went well. */
  void record(RequestSample sample) {
    window.record(sample);
  }

  Duration reach() {
    return window.reach();
  }

  /** The models that had traffic, in alphabetical order. */
  List<String> models() {
    return window.models();
  }

  /**
   * What a report can be asked for: the models that had traffic, and those that are served. One
   * beyond the bound of the window has no figures of its own, and zeros would be wrong.
   */
  List<String> known() {
    TreeSet<String> known = new TreeSet<>(window.models());
    if (!window.full()) {
      known.addAll(labels.served());
    }
    return List.copyOf(known);
  }

  /** All models together. */
  ServingReport report(Duration length) {
    return window.report(length, System.nanoTime());
  }

  /** One of the {@link #known} models. */
  ServingReport report(String model, Duration length) {
    long now = System.nanoTime();
    return window.models().contains(model)
        ? window.report(model, length, now)
        : NO_TRAFFIC.report(length, now);
  }
}
