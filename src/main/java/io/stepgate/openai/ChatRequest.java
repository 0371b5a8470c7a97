package io.stepgate.openai;

import io.stepgate.json.FieldNames;
import io.stepgate.json.MalformedJson;
import io.stepgate.json.Span;
import java.util.function.Function;

/**
 * A chat request: the client's own bytes and a small view of the fields that steer the gateway.
 * Made once per request; a field that is not read here passes as it is.
 *
 * <p>Field meanings are OpenAI's and, for {@code separate_reasoning}, {@code stream_reasoning},
 * {@code skip_special_tokens}, {@code regex}, {@code ebnf} and {@code continue_final_message},
 * those of SGLang v0.5.18.
 */
public final class ChatRequest {
  private static final FieldNames FIELDS =
      FieldNames.of(
          "continue_final_message",
          "ebnf",
          "ignore_eos",
          "messages",
          "model",
          "n",
          "no_stop_trim",
          "parallel_tool_calls",
          "regex",
          "response_format",
          ClientRids.FIELD,
          "separate_reasoning",
          "skip_special_tokens",
          "stream",
          StreamOptions.NAME,
          "stream_reasoning",
          "tool_choice",
          "tools");
  private static final FieldNames FORMAT_FIELDS = FieldNames.of("type");

  private byte[] body;
  private RequestFields fields;
  private StreamOptions streamOptions;
  private final boolean wantsUsage;
  private final String model;
  private final boolean stream;
  private final int choices;
  private final ClientRids rids;
  private final Span tools;
  private final ToolChoice toolChoice;
  private final boolean firstCallOnly;
  private final boolean separateReasoning;
  private final boolean streamReasoning;
  private final boolean grammar;
  private final boolean jsonFormat;
  private final boolean continuesAnswer;
  private final boolean writesPastItsEnd;

  private ChatRequest(byte[] body, RequestFields fields) throws InvalidRequest {
    this.body = body;
    this.fields = fields;
    model = fields.model();
    stream = on(fields.flag("stream"), false);
    choices = fields.count("n", 1);
    rids = ClientRids.read(body, fields);
    streamOptions = StreamOptions.of(fields);
    wantsUsage = streamOptions.wantsUsage();
    tools = fields.array("tools");
    ToolTypes.check(body, tools);
    toolChoice = readToolChoice(body, fields);
    firstCallOnly = !on(fields.flag("parallel_tool_calls"), true);
    separateReasoning = on(fields.flag("separate_reasoning"), true);
    streamReasoning = on(fields.flag("stream_reasoning"), true);
    grammar = fields.present("regex") != null || fields.present("ebnf") != null;
    jsonFormat = readJsonFormat(fields);
    Span messages = fields.array("messages");
    if (messages == null) {
      throw new InvalidRequest("messages", "'messages' is missing: it must be an array");
    }
    writesPastItsEnd =
        on(fields.flag("skip_special_tokens"), true)
            && (on(fields.flag("ignore_eos"), false) || on(fields.flag("no_stop_trim"), false));
    continuesAnswer =
        on(fields.flag("continue_final_message"), false)
            && !LastMessage.read(body, messages).insideThinking();
  }

  /**
   * Reads a body.
   *
   * @throws InvalidRequest when it is not one JSON object, {@code messages} is missing, or a field
   *     that is read here has a wrong type or stands twice
   */
  public static ChatRequest read(byte[] body) throws InvalidRequest {
    return new ChatRequest(body, RequestFields.read(body, FIELDS));
  }

  private static ToolChoice readToolChoice(byte[] body, RequestFields fields)
      throws InvalidRequest {
    Span span = fields.present("tool_choice");
    if (span == null) {
      return ToolChoice.AUTO;
    }
    if (body[span.from()] == '{') {
      return ToolChoice.NAMED;
    }
    String word = body[span.from()] == '"' ? fields.string(span) : "";
    return switch (word) {
      case "auto" -> ToolChoice.AUTO;
      case "none" -> ToolChoice.NONE;
      case "required" -> ToolChoice.REQUIRED;
      default ->
          throw new InvalidRequest(
              "tool_choice", "'tool_choice' must be auto, none, required or an object");
    };
  }

  private static boolean readJsonFormat(RequestFields fields) throws InvalidRequest {
    RequestFields format = fields.object("response_format", FORMAT_FIELDS);
    String type = format == null ? null : format.text("type");
    return type != null && type.startsWith("json");
  }

  private static boolean on(Boolean flag, boolean otherwise) {
    return flag == null ? otherwise : flag;
  }

  /** The model's name as the client wrote it, or null. */
  public String model() {
    return model;
  }

  public boolean stream() {
    return stream;
  }

  /** How many choices are asked for: {@code n}. */
  public int choices() {
    return choices;
  }

  /** The client's own names for the answers. */
  public ClientRids rids() {
    return rids;
  }

  /**
   * How many answers with names of their own the backend makes; 0 for one that has the request's.
   */
  public int answers() {
    return choices == 1 ? 0 : Math.min(choices, AnswerCount.MOST);
  }

  /** Whether a stream's last frame shall tell the usage. */
  public boolean wantsUsage() {
    return wantsUsage;
  }

  /** Whether calls may come: tools are declared and the client did not rule them out. */
  public boolean callsActive() {
    return tools != null && toolChoice != ToolChoice.NONE;
  }

  public ToolChoice toolChoice() {
    return toolChoice;
  }

  /** {@code parallel_tool_calls:false}. */
  public boolean firstCallOnly() {
    return firstCallOnly;
  }

  public boolean separateReasoning() {
    return separateReasoning;
  }

  public boolean streamReasoning() {
    return streamReasoning;
  }

  /** Whether the answer must be JSON: {@code response_format}. */
  public boolean jsonFormat() {
    return jsonFormat;
  }

  /** Whether the answer is bound to a grammar that need not be JSON: a regular expression, EBNF. */
  public boolean grammar() {
    return grammar;
  }

  /** Whether the model goes on writing an answer that the client began, past its thinking. */
  public boolean continuesAnswer() {
    return continuesAnswer;
  }

  /**
   * Whether the end token may be in the middle of the text or at its end, where the client does not
   * want to see it: {@code ignore_eos}, {@code no_stop_trim}.
   */
  public boolean writesPastItsEnd() {
    return writesPastItsEnd;
  }

  /**
   * Lets go of the client's bytes: it can be told what was asked, but not sent to a backend again.
   */
  public void forgetBody() {
    body = null;
    fields = null;
    streamOptions = null;
  }

  /** The client's own bytes. */
  public byte[] body() {
    return body;
  }

  /** Where the array of tools stands in the body, or null. */
  public Span tools() {
    return tools;
  }

  /**
   * The body for the backend.
   *
   * @param rid the backend's name for this request
   * @param remembered gives the thinking that belongs to a tool call's id, see {@link
   *     LostReasoning}; null where nobody remembers any
   * @param keepSpecialTokens whether markers must come through as text, because the gateway splits
   */
  public BodyParts forBackend(
      String rid, boolean keepSpecialTokens, Function<String, byte[]> remembered) {
    BodyPatch patch = new BodyPatch(body, fields);
    if (remembered != null) {
      putBack(remembered, patch);
    }
    patch.set("rid", '"' + rid + '"');
    if (keepSpecialTokens) {
      patch.set("skip_special_tokens", "false");
    }
    if (stream) {
      streamOptions.askForUsage(patch);
    }
    return patch.apply();
  }

  private void putBack(Function<String, byte[]> remembered, BodyPatch patch) {
    try {
      new LostReasoning(body, remembered, patch).putBack(fields.span("messages"));
    } catch (MalformedJson unread) {
      // The body was read from end to end before.
      throw new IllegalStateException(unread);
    }
  }
}
