package io.stepgate.openai;

import io.stepgate.json.FieldNames;
import io.stepgate.json.Span;

/**
 * A request whose answer is not taken apart: the client's bytes, and what routing and timing need.
 */
public final class PlainRequest {
  private static final FieldNames FIELDS =
      FieldNames.of(
          "input_ids",
          "model",
          "n",
          "prompt",
          ClientRids.FIELD,
          "sampling_params",
          "stream",
          StreamOptions.NAME,
          "text");

  private static final FieldNames SAMPLING_FIELDS = FieldNames.of("n");

  private byte[] body;
  private RequestFields fields;
  private final String model;
  private final boolean stream;
  private final ClientRids rids;
  private final int answers;

  private final boolean wantsUsage;

  /** Null on paths that have no such options: there the field is the backend's business. */
  private StreamOptions streamOptions;

  private PlainRequest(
      byte[] body, RequestFields fields, StreamOptions streamOptions, ClientRids rids, int answers)
      throws InvalidRequest {
    this.body = body;
    this.fields = fields;
    this.streamOptions = streamOptions;
    wantsUsage = streamOptions == null || streamOptions.wantsUsage();
    this.rids = rids;
    this.answers = answers;
    model = fields.model();
    Boolean flag = fields.flag("stream");
    stream = flag != null && flag;
  }

  /**
   * Reads a body.
   *
   * @throws InvalidRequest when it is not one JSON object
   */
  public static PlainRequest read(byte[] body) throws InvalidRequest {
    return new PlainRequest(body, RequestFields.read(body, FIELDS), null, ClientRids.NONE, 0);
  }

  /**
   * Reads the body of {@code /generate}.
   *
   * @throws InvalidRequest when it is not one JSON object, or {@code rid} is no name
   */
  public static PlainRequest readGenerate(byte[] body) throws InvalidRequest {
    RequestFields fields = RequestFields.read(body, FIELDS);
    Span text = fields.present("text");
    Span prompts = text == null ? fields.present("input_ids") : text;
    return new PlainRequest(
        body,
        fields,
        null,
        ClientRids.read(body, fields),
        answers(AnswerCount.prompts(body, prompts), samplesOf(body, fields)));
  }

  /** A list of sampling parameters, one for each prompt, has no number for all. */
  private static int samplesOf(byte[] body, RequestFields fields) throws InvalidRequest {
    Span span = fields.present("sampling_params");
    if (span == null || body[span.from()] != '{') {
      return 1;
    }
    byte[] sampling = fields.bytes(span);
    return AnswerCount.choices(
        sampling, RequestFields.read(sampling, SAMPLING_FIELDS).present("n"));
  }

  private static int answers(int prompts, int choices) {
    return prompts == 0 && choices == 1
        ? 0
        : Math.min(AnswerCount.MOST, Math.max(1, prompts) * choices);
  }

  /**
   * Reads the body of {@code /v1/completions}.
   *
   * @throws InvalidRequest when it is not one JSON object, or {@code stream_options} is none
   */
  public static PlainRequest readCompletion(byte[] body) throws InvalidRequest {
    RequestFields fields = RequestFields.read(body, FIELDS);
    return new PlainRequest(
        body,
        fields,
        StreamOptions.of(fields),
        ClientRids.read(body, fields),
        answers(
            AnswerCount.prompts(body, fields.present("prompt")),
            AnswerCount.choices(body, fields.present("n"))));
  }

  /** The model's name as the client wrote it, or null. */
  public String model() {
    return model;
  }

  public boolean stream() {
    return stream;
  }

  /** Whether a stream's client gets an event that has usage and no choice. */
  public boolean wantsUsage() {
    return wantsUsage;
  }

  /** The client's own names for the answers. */
  public ClientRids rids() {
    return rids;
  }

  /**
   * How many answers with names of their own the backend makes; 0 for one that has the request's.
   */
  public int answers() {
    return answers;
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

  /** The body with the backend's name for this request, so that it can be aborted. */
  public BodyParts forBackend(String rid) {
    BodyPatch patch = new BodyPatch(body, fields);
    patch.set("rid", '"' + rid + '"');
    if (stream && streamOptions != null) {
      streamOptions.askForUsage(patch);
    }
    return patch.apply();
  }
}
