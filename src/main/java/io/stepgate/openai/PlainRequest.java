package io.stepgate.openai;

/**
 * A request whose answer is not taken apart: the client's bytes, and what routing and timing need.
 */
public final class PlainRequest {
  private static final FieldNames FIELDS =
      FieldNames.of("model", "rid", "stream", StreamOptions.NAME);

  private final byte[] body;
  private final RequestFields fields;
  private final String model;
  private final boolean stream;

  /** Null on paths that have no such options: there the field is the backend's business. */
  private final StreamOptions streamOptions;

  private PlainRequest(byte[] body, RequestFields fields, StreamOptions streamOptions)
      throws InvalidRequest {
    this.body = body;
    this.fields = fields;
    this.streamOptions = streamOptions;
    model = fields.text("model");
    Boolean flag = fields.flag("stream");
    stream = flag != null && flag;
  }

  /**
   * Reads a body.
   *
   * @throws InvalidRequest when it is not one JSON object
   */
  public static PlainRequest read(byte[] body) throws InvalidRequest {
    return new PlainRequest(body, RequestFields.read(body, FIELDS), null);
  }

  /**
   * Reads the body of {@code /v1/completions}.
   *
   * @throws InvalidRequest when it is not one JSON object, or {@code stream_options} is none
   */
  public static PlainRequest readCompletion(byte[] body) throws InvalidRequest {
    RequestFields fields = RequestFields.read(body, FIELDS);
    return new PlainRequest(body, fields, StreamOptions.of(fields));
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
    return streamOptions == null || streamOptions.wantsUsage();
  }

  /** The client's own bytes. */
  public byte[] body() {
    return body;
  }

  /** The body with the backend's name for this request, so that it can be aborted. */
  public byte[] forBackend(String rid) {
    BodyPatch patch = new BodyPatch(body, fields);
    patch.set("rid", '"' + rid + '"');
    if (stream && streamOptions != null) {
      streamOptions.askForUsage(patch);
    }
    return patch.apply();
  }
}
