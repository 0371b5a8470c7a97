package io.stepgate.edge;

import io.stepgate.deploy.ConfigGenerator;
import io.stepgate.deploy.Format;
import io.stepgate.openai.InvalidRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** The config generator: its page, its options and its answers. It holds no secret, so no key. */
@Singleton
class GeneratorEndpoint {
  static final String PAGE = "/config-generator";
  static final String OPTIONS = PAGE + "/options";
  static final String COMMAND = PAGE + "/command";

  /** There are seven keys; and nobody needs one of ours to send this. */
  static final BodyLimit LIMIT = new BodyLimit(64 * 1024, "the config generator's own");

  private final GeneratorPage page = GeneratorPage.load();

  void page(RoutingContext context, byte[] nothing) {
    PagePolicy.send(context.response(), page.html(), page.policy());
  }

  void options(RoutingContext context, byte[] nothing) {
    Replies.json(safely(context.response()), ConfigGenerator.optionsJson());
  }

  /** The command for what the query asks. */
  void command(RoutingContext context, byte[] nothing) throws InvalidRequest {
    answer(context, asked(context));
  }

  /** The command for what the query and the body ask. */
  void posted(RoutingContext context, byte[] body) throws InvalidRequest {
    GeneratorChoices choices = asked(context);
    choices.addJson(body);
    answer(context, choices);
  }

  private static GeneratorChoices asked(RoutingContext context) throws InvalidRequest {
    GeneratorChoices choices = new GeneratorChoices();
    choices.addQuery(context.request().query());
    return choices;
  }

  private static void answer(RoutingContext context, GeneratorChoices choices)
      throws InvalidRequest {
    Format format = choices.format(AcceptHeader.plainText(context) ? Format.COMMAND : Format.JSON);
    String text = ConfigGenerator.render(choices.options(), format);
    safely(context.response())
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .putHeader(HttpHeaders.CONTENT_TYPE, contentType(format))
        .end(text);
  }

  private static String contentType(Format format) {
    return format == Format.JSON ? Replies.JSON : format.mediaType() + "; charset=utf-8";
  }

  private static HttpServerResponse safely(HttpServerResponse response) {
    return PagePolicy.asDeclared(response);
  }
}
