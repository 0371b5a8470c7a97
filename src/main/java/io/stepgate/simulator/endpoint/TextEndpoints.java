package io.stepgate.simulator.endpoint;

import io.stepgate.simulator.engine.BadRequest;
import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.simulator.engine.Tokenizer;
import io.stepgate.simulator.engine.Vocabulary;
import io.stepgate.simulator.http.ServedCall;
import io.stepgate.simulator.parser.ReasoningSplit;
import io.stepgate.simulator.parser.ToolCallText;
import io.stepgate.simulator.script.BodyFields;
import io.stepgate.simulator.script.ChatCall;
import io.stepgate.simulator.script.Conversation;
import io.stepgate.simulator.script.ToolSpec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The endpoints that work on text without generating any. */
final class TextEndpoints {
  private final SimulatorOptions options;
  private final Vocabulary vocabulary;

  TextEndpoints(SimulatorOptions options, Vocabulary vocabulary) {
    this.options = options;
    this.vocabulary = vocabulary;
  }

  void tokenize(ServedCall call) {
    Object prompt = call.fields().value("prompt");
    JsonObject answer = new JsonObject();
    if (prompt instanceof String text) {
      JsonArray ids = ids(text);
      answer.put("tokens", ids).put("count", ids.size());
    } else {
      JsonArray tokens = new JsonArray();
      JsonArray counts = new JsonArray();
      for (String text : texts(prompt, "prompt")) {
        JsonArray ids = ids(text);
        tokens.add(ids);
        counts.add(ids.size());
      }
      answer.put("tokens", tokens).put("count", counts);
    }
    call.json(200, answer.put("max_model_len", ChatCall.CONTEXT_LENGTH).encode());
  }

  void detokenize(ServedCall call) {
    StringBuilder text = new StringBuilder();
    for (Object id : call.fields().array("tokens")) {
      if (!(id instanceof Integer number)) {
        throw new BadRequest("tokens: every item must be a token id");
      }
      text.append(vocabulary.text(number));
    }
    call.json(200, new JsonObject().put("text", text.toString()).encode());
  }

  void separateReasoning(ServedCall call) {
    BodyFields fields = call.fields();
    known("reasoning_parser", fields, SimulatorOptions.REASONING_PARSERS);
    String[] parts = ReasoningSplit.whole(required(fields, "text"), false);
    call.json(200, new JsonObject().put("reasoning_text", parts[0]).put("text", parts[1]).encode());
  }

  void parseFunctionCall(ServedCall call) {
    BodyFields fields = call.fields();
    known("tool_call_parser", fields, SimulatorOptions.TOOL_CALL_PARSERS);
    List<ToolSpec> tools =
        fields.objects("tools").stream()
            .map(tool -> Conversation.tool(new BodyFields(tool)))
            .toList();
    ToolCallText split = ToolCallText.read(required(fields, "text"), tools);
    JsonArray calls = new JsonArray();
    for (ToolCallText.Call one : split.calls()) {
      calls.add(
          new JsonObject()
              .put("tool_index", calls.size())
              .put("name", one.name())
              .put("parameters", one.arguments()));
    }
    call.json(
        200, new JsonObject().put("normal_text", split.content()).put("calls", calls).encode());
  }

  void embeddings(ServedCall call) {
    BodyFields fields = call.fields();
    Object input = fields.value("input");
    List<String> texts = input instanceof String text ? List.of(text) : texts(input, "input");
    JsonArray data = new JsonArray();
    int tokens = 0;
    for (String text : texts) {
      JsonArray vector = new JsonArray().add(0.5).add(-0.5).add(0.5).add(-0.5);
      data.add(
          new JsonObject()
              .put("object", "embedding")
              .put("embedding", vector)
              .put("index", data.size()));
      tokens += Tokenizer.count(text);
    }
    JsonObject answer =
        new JsonObject()
            .put("object", "list")
            .put("data", data)
            .put("model", fields.text("model", options.model()))
            .put(
                "usage", new JsonObject().put("prompt_tokens", tokens).put("total_tokens", tokens));
    call.json(200, answer.encode());
  }

  private JsonArray ids(String text) {
    JsonArray ids = new JsonArray();
    Tokenizer.split(text).forEach(token -> ids.add(vocabulary.id(token)));
    return ids;
  }

  private static String required(BodyFields fields, String name) {
    if (!fields.has(name)) {
      throw new BadRequest("1 validation error:\n  " + name + ": Field required");
    }
    return fields.text(name, "");
  }

  private static void known(String field, BodyFields fields, List<String> names) {
    String name = required(fields, field);
    if (!names.contains(name)) {
      throw new BadRequest(field + " " + name + ": this server knows " + String.join(", ", names));
    }
  }

  private static List<String> texts(Object value, String name) {
    List<String> texts = new ArrayList<>();
    if (value instanceof JsonArray list) {
      for (Object item : list) {
        if (!(item instanceof String text)) {
          throw new BadRequest(name + ": every item must be a string");
        }
        texts.add(text);
      }
    }
    if (texts.isEmpty()) {
      throw new BadRequest(name + ": must be a string or a list of strings");
    }
    return texts;
  }
}
