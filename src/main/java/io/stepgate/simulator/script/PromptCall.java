package io.stepgate.simulator.script;

import io.stepgate.simulator.engine.BadRequest;
import io.stepgate.simulator.engine.SimulatorOptions;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A request of {@code /v1/completions} or {@code /generate}: text in, text out, no chat template
 * and no parsers.
 *
 * @param prompts one text per choice, so a prompt stands here {@code n} times
 * @param batch whether the client sent a list, which {@code /generate} answers with one
 * @param maxTokens the token budget of each choice; 0 is a real budget here: it only warms the
 *     prefix cache
 */
public record PromptCall(
    String rid,
    String model,
    List<String> prompts,
    boolean batch,
    boolean stream,
    boolean includeUsage,
    boolean continuousUsage,
    int n,
    int maxTokens,
    boolean ignoreEos) {

  private static final int MAX_PROMPTS = 1024;

  /** SGLang's default of {@code max_new_tokens}. */
  private static final int GENERATE_DEFAULT = 128;

  /** OpenAI's default of {@code max_tokens} for completions. */
  private static final int COMPLETIONS_DEFAULT = 16;

  public static PromptCall completions(BodyFields body, String freshRid, SimulatorOptions options) {
    BodyFields streamOptions = new BodyFields(body.object("stream_options"));
    int n = body.whole("n", 1, ChatCall.MAX_CHOICES, 1);
    return new PromptCall(
        body.label("rid", freshRid),
        body.label("model", options.model()),
        prompts(body.value("prompt"), "prompt", n),
        body.value("prompt") instanceof JsonArray,
        body.flag("stream", false),
        streamOptions.flag("include_usage", options.defaultUsage()),
        streamOptions.flag("continuous_usage_stats", false),
        n,
        body.whole("max_tokens", 0, Integer.MAX_VALUE, COMPLETIONS_DEFAULT),
        body.flag("ignore_eos", false));
  }

  public static PromptCall generate(BodyFields body, String freshRid, SimulatorOptions options) {
    BodyFields sampling = new BodyFields(body.object("sampling_params"));
    Object input = body.has("text") ? body.value("text") : body.value("input_ids");
    int n = sampling.whole("n", 1, ChatCall.MAX_CHOICES, 1);
    List<String> prompts = prompts(input, "text or input_ids", n);
    return new PromptCall(
        body.label("rid", freshRid),
        options.model(),
        prompts,
        prompts.size() > 1 || input instanceof JsonArray list && !isIds(list),
        body.flag("stream", false),
        false,
        false,
        n,
        sampling.whole("max_new_tokens", 0, Integer.MAX_VALUE, GENERATE_DEFAULT),
        sampling.flag("ignore_eos", false));
  }

  private static List<String> prompts(Object input, String name, int n) {
    List<String> texts = new ArrayList<>();
    if (input instanceof String text) {
      texts.add(text);
    } else if (input instanceof JsonArray list && isIds(list)) {
      texts.add(idText(list));
    } else if (input instanceof JsonArray list && list.size() <= MAX_PROMPTS) {
      for (Object item : list) {
        texts.add(item(item, name));
      }
    }
    if (texts.isEmpty()) {
      throw new BadRequest(name + ": must be a text, token ids or a list of up to 1024 of them");
    }
    List<String> repeated = new ArrayList<>();
    texts.forEach(text -> repeated.addAll(Collections.nCopies(n, text)));
    return List.copyOf(repeated);
  }

  private static String item(Object item, String name) {
    if (item instanceof String text) {
      return text;
    }
    if (item instanceof JsonArray ids && isIds(ids)) {
      return idText(ids);
    }
    throw new BadRequest(name + ": every item must be a text or a list of token ids");
  }

  private static boolean isIds(JsonArray list) {
    return !list.isEmpty() && list.stream().allMatch(Integer.class::isInstance);
  }

  /** Ids mean nothing here, so they stand for one word each: the count is what matters. */
  private static String idText(JsonArray ids) {
    return " tok".repeat(ids.size());
  }
}
