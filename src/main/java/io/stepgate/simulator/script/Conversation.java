package io.stepgate.simulator.script;

import io.stepgate.simulator.engine.BadRequest;
import io.stepgate.simulator.engine.Tokenizer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a chat request shows to the model.
 *
 * @param turns the messages, at least one
 * @param tools the functions that it may call; none with {@code tool_choice: none}
 * @param mustCall whether {@code tool_choice} is {@code required} or names a function
 */
public record Conversation(List<Turn> turns, List<ToolSpec> tools, boolean mustCall) {
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function", "latest_reminder");

  /** One message; content parts are joined. */
  record Turn(String role, String text) {}

  static Conversation read(BodyFields body) {
    List<JsonObject> messages = body.objects("messages");
    if (!body.has("messages")) {
      throw new BadRequest("1 validation error:\n  messages: Field required");
    }
    if (messages.isEmpty()) {
      throw new BadRequest("Messages cannot be empty.");
    }
    List<Turn> turns = new ArrayList<>();
    for (JsonObject message : messages) {
      turns.add(turn(new BodyFields(message)));
    }
    List<ToolSpec> declared = new ArrayList<>();
    for (JsonObject tool : body.objects("tools")) {
      declared.add(tool(new BodyFields(tool)));
    }
    return choose(turns, declared, body.value("tool_choice"));
  }

  /** The last message of a user, or an empty text. */
  String lastUserText() {
    for (int i = turns.size() - 1; i >= 0; i--) {
      if (turns.get(i).role().equals("user")) {
        return turns.get(i).text();
      }
    }
    return "";
  }

  /** The tool's answer, when the conversation waits for what the model makes of it. */
  Optional<String> toolResult() {
    Turn last = turns.get(turns.size() - 1);
    return last.role().equals("tool") ? Optional.of(last.text()) : Optional.empty();
  }

  /** The text the model sees, close enough to the real chat template to count its tokens. */
  public String prompt() {
    StringBuilder prompt = new StringBuilder();
    if (!tools.isEmpty()) {
      prompt.append(Tokenizer.TURN_OPEN).append("system\n# Tools\n<tools>\n");
      for (ToolSpec tool : tools) {
        prompt.append(tool.name()).append(tool.parameters().encode()).append('\n');
      }
      prompt.append("</tools>").append(Tokenizer.TURN_CLOSE).append('\n');
    }
    for (Turn turn : turns) {
      prompt.append(Tokenizer.TURN_OPEN).append(turn.role()).append('\n').append(turn.text());
      prompt.append(Tokenizer.TURN_CLOSE).append('\n');
    }
    prompt.append(Tokenizer.TURN_OPEN).append("assistant\n").append(Tokenizer.THINK_OPEN);
    return prompt.append('\n').toString();
  }

  private static Conversation choose(List<Turn> turns, List<ToolSpec> declared, Object choice) {
    if (choice == null || "auto".equals(choice)) {
      return new Conversation(turns, declared, false);
    }
    if ("none".equals(choice)) {
      return new Conversation(turns, List.of(), false);
    }
    if (declared.isEmpty()) {
      throw new BadRequest("Tools cannot be empty if tool choice is set to required.");
    }
    if ("required".equals(choice)) {
      return new Conversation(turns, declared, true);
    }
    if (!(choice instanceof JsonObject named)) {
      throw new BadRequest("tool_choice: must be none, auto, required or name a function");
    }
    String name = new BodyFields(new BodyFields(named).object("function")).text("name", "");
    List<ToolSpec> chosen = declared.stream().filter(tool -> tool.name().equals(name)).toList();
    if (chosen.isEmpty()) {
      throw new BadRequest("Tool '" + name + "' not found in tools list.");
    }
    return new Conversation(turns, chosen, true);
  }

  private static Turn turn(BodyFields message) {
    String role = message.text("role", "");
    if (!ROLES.contains(role)) {
      throw new BadRequest("messages: unknown role '" + role + "'");
    }
    for (JsonObject call : message.objects("tool_calls")) {
      requireArguments(new BodyFields(new BodyFields(call).object("function")));
    }
    return new Turn(role, content(message.value("content")));
  }

  /** A history with arguments that are no JSON object is refused, as the real server does. */
  private static void requireArguments(BodyFields function) {
    String arguments = function.text("arguments", "{}");
    try {
      new JsonObject(arguments);
    } catch (DecodeException notAnObject) {
      throw new BadRequest("tool_calls: arguments must be the JSON text of an object", notAnObject);
    }
  }

  private static String content(Object content) {
    if (content == null || content instanceof String) {
      return content == null ? "" : (String) content;
    }
    if (!(content instanceof JsonArray parts)) {
      throw new BadRequest("messages: content must be a string or a list of parts");
    }
    StringBuilder text = new StringBuilder();
    for (Object part : parts) {
      if (part instanceof JsonObject object && object.getValue("text") instanceof String piece) {
        text.append(piece);
      }
    }
    return text.toString();
  }

  public static ToolSpec tool(BodyFields tool) {
    BodyFields function = new BodyFields(tool.object("function"));
    String name = function.text("name", "");
    if (name.isEmpty()) {
      throw new BadRequest("tools: a function needs a name");
    }
    return new ToolSpec(name, function.object("parameters"));
  }
}
