package io.stepgate.edge;

import io.stepgate.admission.Admission;
import io.stepgate.deploy.ConfigGenerator;
import io.stepgate.deploy.Format;
import io.stepgate.openai.InvalidRequest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** The config generator: its page, its options and its answers. It holds no secret, so no key. */
@Singleton
class GeneratorEndpoint {
  static final String PAGE = "/config-generator";
  static final String OPTIONS = PAGE + "/options";
  static final String COMMAND = PAGE + "/command";

  /** In bytes. Generous, so that a body of a megabyte is told which of its keys is wrong. */
  static final int MOST_BYTES = 2 * 1024 * 1024;

  private final Vertx vertx;
  private final Admission admission;
  private final GeneratorPage page = GeneratorPage.load();

  GeneratorEndpoint(Vertx vertx, Admission admission) {
    this.vertx = vertx;
    this.admission = admission;
  }

  void open(Router router) {
    router.get(PAGE).handler(Doors::named).handler(this::page);
    Doors.only(router, PAGE, HttpMethod.GET);
    router.get(OPTIONS).handler(Doors::named).handler(GeneratorEndpoint::options);
    Doors.only(router, OPTIONS, HttpMethod.GET);
    router.get(COMMAND).handler(Doors::named).handler(context -> command(context, null));
    router.post(COMMAND).handler(Doors::named).handler(this::posted);
    Doors.only(router, COMMAND, HttpMethod.GET, HttpMethod.POST);
  }

  private void page(RoutingContext context) {
    safely(context.response())
        .putHeader("Content-Security-Policy", page.policy())
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .end(page.html());
  }

  private static void options(RoutingContext context) {
    Replies.json(safely(context.response()), ConfigGenerator.optionsJson());
  }

  private void posted(RoutingContext context) {
    HttpServerRequest request = context.request();
    BodyReader.read(
            vertx, request, MOST_BYTES, "the config generator's own", admission.bodyTimeout())
        .onSuccess(body -> command(context, body))
        .onFailure(failure -> Arrival.refuse(request, ErrorTable.of(failure)));
  }

  private static void command(RoutingContext context, Buffer body) {
    HttpServerRequest request = context.request();
    try {
      GeneratorChoices choices = new GeneratorChoices();
      choices.addQuery(request.query());
      if (body != null) {
        choices.addJson(body.getBytes());
      }
      Format format = choices.format(preferred(context));
      String text = ConfigGenerator.render(choices.options(), format);
      safely(context.response())
          .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT)
          .putHeader(HttpHeaders.CONTENT_TYPE, contentType(format))
          .end(text);
    } catch (InvalidRequest invalid) {
      Arrival.refuse(request, invalid.error());
    }
  }

  /** JSON, unless the caller would rather have plain text. */
  private static Format preferred(RoutingContext context) {
    for (MIMEHeader accepted : context.parsedHeaders().accept()) {
      // Its weight has to be asked for first: until then Vert.x has not taken the header apart.
      if (accepted.weight() <= 0) {
        continue;
      }
      switch (accepted.component() + "/" + accepted.subComponent()) {
        case "text/plain", "text/*" -> {
          return Format.COMMAND;
        }
        case "application/json", "application/*", "*/*" -> {
          return Format.JSON;
        }
        default -> {
          // Something we do not have; the caller's next wish may be.
        }
      }
    }
    return Format.JSON;
  }

  private static String contentType(Format format) {
    return format == Format.JSON ? Replies.JSON : format.mediaType() + "; charset=utf-8";
  }

  private static HttpServerResponse safely(HttpServerResponse response) {
    return response.putHeader("X-Content-Type-Options", "nosniff");
  }
}
