package io.stepgate.ops;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.stepgate.json.JsonEscaper;
import io.stepgate.report.ServingReport;
import io.stepgate.routing.BackendPool;
import io.stepgate.routing.BackendSnapshot;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the live page is told, as server-sent events: a line of JSON each.
 *
 * <p>{@code {"time":ms since 1970,"interval_ms":…,"window_seconds":…,"observing":…,"in_flight":…,
 * "streams":{phase:…},"backends":[{"name","state","in_flight","weight","models":[…],"last_error"}],
 * "all":{"report":{…},"outcomes":{outcome:{"count","per_second"}}},"models":{name:{"report",
 * "outcomes"}}}}. A report has the benchmark's keys; a rate is null before there is one. There is
 * no address in it, and no key, prompt or answer; an error is a word of the gateway's own.
 */
@Singleton
class LiveEvent {
  private final OpsConfig config;
  private final LiveReport live;
  private final Traffic traffic;
  private final BackendPool pool;
  private final OutcomeCounts outcomes;

  // Not the composite registry: one of another kind in it may count by the minute.
  @SuppressWarnings("deprecation") // see Exposition
  LiveEvent(
      OpsConfig config,
      LiveReport live,
      Traffic traffic,
      BackendPool pool,
      PrometheusMeterRegistry registry) {
    this.config = config;
    this.live = live;
    this.traffic = traffic;
    this.pool = pool;
    outcomes = new OutcomeCounts(registry, config.liveInterval());
  }

  /** The events of one moment, one for each window. To be called by one thread at a time. */
  Map<Duration, Buffer> now(Collection<Duration> windows) {
    Map<String, Map<String, OutcomeCounts.Count>> counts = outcomes.look(System.nanoTime());
    Map<String, OutcomeCounts.Count> sum = new TreeMap<>();
    counts
        .values()
        .forEach(
            row -> row.forEach((word, count) -> sum.merge(word, count, OutcomeCounts.Count::plus)));
    String state = state();
    Map<Duration, Buffer> events = new HashMap<>();
    for (Duration window : windows) {
      StringBuilder out = new StringBuilder(4096);
      out.append("data: {\"time\":").append(System.currentTimeMillis());
      out.append(",\"interval_ms\":").append(config.liveInterval().toMillis());
      out.append(",\"window_seconds\":").append(window.toSeconds()).append(state);
      figures(out, window, sum, counts);
      events.put(window, Buffer.buffer(out.append("}\n\n").toString()));
    }
    return events;
  }

  /** What does not depend on a window. */
  private String state() {
    StringBuilder out = new StringBuilder(1024);
    out.append(",\"observing\":").append(config.observe());
    out.append(",\"in_flight\":").append(traffic.inFlight()).append(",\"streams\":{");
    for (Phase phase : Phase.values()) {
      key(out, phase.word()).append(traffic.streams(phase));
    }
    out.append("},\"backends\":[");
    for (BackendSnapshot backend : pool.snapshot()) {
      comma(out);
      backend(out, backend);
    }
    return out.append(']').toString();
  }

  private static void backend(StringBuilder out, BackendSnapshot backend) {
    out.append("{\"name\":");
    JsonEscaper.quote(backend.name(), out);
    String state = backend.state().name().toLowerCase(Locale.ROOT);
    out.append(",\"state\":\"").append(state);
    out.append("\",\"in_flight\":").append(backend.inFlight());
    out.append(",\"weight\":").append(backend.weight()).append(",\"models\":[");
    for (String model : backend.models()) {
      comma(out);
      JsonEscaper.quote(model, out);
    }
    out.append("],\"last_error\":");
    JsonEscaper.quoteOrNull(backend.lastError(), out);
    out.append('}');
  }

  private void figures(
      StringBuilder out,
      Duration window,
      Map<String, OutcomeCounts.Count> sum,
      Map<String, Map<String, OutcomeCounts.Count>> counts) {
    List<String> busy = live.models();
    ServingReport all = live.report(window);
    out.append(",\"all\":");
    figures(out, all, sum);
    out.append(",\"models\":{");
    for (String model : live.known()) {
      // The only model there is has the figures of all: merging the window again tells nothing new.
      boolean only = busy.size() == 1 && busy.contains(model);
      ServingReport report = only ? all : live.report(model, window);
      figures(key(out, model), report, counts.getOrDefault(model, Map.of()));
    }
    out.append('}');
  }

  private static void figures(
      StringBuilder out, ServingReport report, Map<String, OutcomeCounts.Count> counts) {
    out.append("{\"report\":").append(report.toJson()).append(",\"outcomes\":{");
    counts.forEach(
        (outcome, count) ->
            key(out, outcome)
                .append("{\"count\":")
                .append(count.sinceStart())
                .append(",\"per_second\":")
                .append(count.perSecond())
                .append('}'));
    out.append("}}");
  }

  private static StringBuilder key(StringBuilder out, String name) {
    comma(out);
    JsonEscaper.quote(name, out);
    return out.append(':');
  }

  private static void comma(StringBuilder out) {
    char last = out.charAt(out.length() - 1);
    if (last != '{' && last != '[') {
      out.append(',');
    }
  }
}
