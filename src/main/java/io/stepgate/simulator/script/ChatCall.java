package io.stepgate.simulator.script;

import io.stepgate.simulator.engine.BadRequest;
import io.stepgate.simulator.engine.SimulatorOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * The part of a chat request that the simulator honours; the rest is ignored as unknown fields are.
 *
 * @param maxTokens the token budget of each choice, or 0 when the request sets none
 * @param specialTokens whether the text shows the tokens that end a turn
 * @param continued the assistant's text that the model shall go on from, behind the opening marker
 *     that the template gives it
 * @param schema for {@code response_format}: the schema the answer must match; an empty one for
 *     {@code json_object}
 */
public record ChatCall(
    String rid,
    String model,
    Conversation conversation,
    boolean stream,
    boolean includeUsage,
    boolean continuousUsage,
    int n,
    int maxTokens,
    boolean ignoreEos,
    boolean separateReasoning,
    boolean streamReasoning,
    boolean forceContent,
    boolean logprobs,
    boolean specialTokens,
    Optional<String> continued,
    Optional<JsonObject> schema) {

  /** Step-3.5-Flash's context window, which bounds every token budget. */
  public static final int CONTEXT_LENGTH = 262_144;

  /** More choices than any client asks for, few enough to hold in memory. */
  static final int MAX_CHOICES = 128;

  public static ChatCall read(BodyFields body, String freshRid, SimulatorOptions options) {
    BodyFields streamOptions = new BodyFields(body.object("stream_options"));
    BodyFields template = new BodyFields(body.object("chat_template_kwargs"));
    int maxTokens = body.whole("max_tokens", 0, Integer.MAX_VALUE, 0);
    return new ChatCall(
        body.label("rid", freshRid),
        body.label("model", options.model()),
        Conversation.read(body),
        body.flag("stream", false),
        streamOptions.flag("include_usage", options.defaultUsage()),
        streamOptions.flag("continuous_usage_stats", false),
        body.whole("n", 1, MAX_CHOICES, 1),
        body.whole("max_completion_tokens", 0, Integer.MAX_VALUE, maxTokens),
        body.flag("ignore_eos", false),
        body.flag("separate_reasoning", true),
        body.flag("stream_reasoning", true),
        template.flag("force_nonempty_content", false),
        body.flag("logprobs", false),
        !body.flag("skip_special_tokens", true),
        continued(body),
        schema(new BodyFields(body.object("response_format"))));
  }

  private static Optional<String> continued(BodyFields body) {
    List<JsonObject> messages = body.objects("messages");
    if (!body.flag("continue_final_message", false) || messages.isEmpty()) {
      return Optional.empty();
    }
    JsonObject last = messages.get(messages.size() - 1);
    return "assistant".equals(last.getValue("role"))
            && last.getValue("content") instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Optional<JsonObject> schema(BodyFields format) {
    return switch (format.text("type", "text")) {
      case "text" -> Optional.empty();
      case "json_object" -> Optional.of(new JsonObject());
      case "json_schema" ->
          Optional.of(new BodyFields(format.object("json_schema")).object("schema"));
      default ->
          throw new BadRequest("response_format: type must be text, json_object or json_schema");
    };
  }
}
