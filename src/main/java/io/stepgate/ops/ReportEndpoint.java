package io.stepgate.ops;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.stepgate.edge.AcceptHeader;
import io.stepgate.edge.ErrorTable;
import io.stepgate.edge.QueryParameters;
import io.stepgate.edge.Replies;
import io.stepgate.openai.InvalidRequest;
import io.stepgate.report.ReportTable;
import io.stepgate.report.RunArguments;
import io.stepgate.report.SeedComparison;
import io.stepgate.report.SeedReference;
import io.stepgate.report.ServingReport;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The benchmark's report on live traffic, as JSON, as its table, and as gauges. */
@Singleton
@SuppressWarnings("deprecation") // see Exposition
class ReportEndpoint {
  static final String REPORT = "/benchmark/report";
  static final String METRICS = "/benchmark/metrics";

  private static final List<String> PARAMETERS = List.of("window", "model", "compare", "layout");
  private static final List<String> LAYOUTS = List.of("seed", "current");
  private static final List<String> COMPARISONS = List.of("none", "seed");

  private final LiveReport live;
  private final Duration window;
  private final PrometheusMeterRegistry gauges =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  ReportEndpoint(LiveReport live, OpsConfig config) {
    this.live = live;
    window = config.reportWindow();
    gauges.getPrometheusRegistry().register(new BenchmarkGauges(live, window));
  }

  void open(@Observes Router router) {
    router.get(REPORT).blockingHandler(this::report, Exposition.IN_ORDER);
    router.get(METRICS).blockingHandler(this::metrics, Exposition.IN_ORDER);
    for (String path : List.of(REPORT, METRICS)) {
      router.route(path).handler(ReportEndpoint::notAllowed);
    }
  }

  private static void notAllowed(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Replies.notAllowed(context.request(), "GET");
  }

  private void report(RoutingContext context) {
    try {
      Map<String, List<String>> query = QueryParameters.of(context.request());
      Asked.only(query, PARAMETERS);
      Duration asked = Asked.window(query, window, live.reach());
      String model = Asked.first(query, "model");
      boolean current = Asked.word(query, "layout", LAYOUTS).equals("current");
      boolean compare = Asked.word(query, "compare", COMPARISONS).equals("seed");
      if (model != null && !live.known().contains(model)) {
        throw new InvalidRequest(
            ErrorTable.unknownModel(
                "this model has no figures of its own; known are "
                    + String.join(", ", live.known())));
      }
      ServingReport report = model == null ? live.report(asked) : live.report(model, asked);
      SeedComparison seed = compare ? SeedReference.compare(report) : null;
      context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
      if (AcceptHeader.plainText(context)) {
        ReportTable.Layout layout = current ? ReportTable.Layout.CURRENT : ReportTable.Layout.SEED;
        String table = ReportTable.render(report, RunArguments.live(), layout);
        answer(context, "text/plain; charset=utf-8", seed == null ? table : table + seed.toText());
      } else {
        String json =
            seed == null
                ? report.toJson(RunArguments.live())
                : report.toJson(RunArguments.live(), seed);
        answer(context, "application/json", json + "\n");
      }
    } catch (InvalidRequest invalid) {
      context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      Replies.error(context.response(), invalid.error());
    }
  }

  private void metrics(RoutingContext context) {
    Exposition.answer(context, gauges);
  }

  private static void answer(RoutingContext context, String type, String body) {
    HttpServerResponse response = context.response();
    response.putHeader(HttpHeaders.CONTENT_TYPE, type);
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.end(body);
  }
}
