package io.stepgate.openai;

/**
 * A request whose answer is not taken apart: the client's bytes, and what routing and timing need.
 */
public final class PlainRequest {
  private final byte[] body;
  private final RequestFields fields;
  private final String model;
  private final boolean stream;

  private PlainRequest(byte[] body, RequestFields fields) throws InvalidRequest {
    this.body = body;
    this.fields = fields;
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
    return new PlainRequest(body, RequestFields.read(body));
  }

  /** The model's name as the client wrote it, or null. */
  public String model() {
    return model;
  }

  public boolean stream() {
    return stream;
  }

  /** The client's own bytes. */
  public byte[] body() {
    return body;
  }

  /** The body with the backend's name for this request, so that it can be aborted. */
  public byte[] withRid(String rid) {
    BodyPatch patch = new BodyPatch(body, fields);
    patch.set("rid", '"' + rid + '"');
    return patch.apply();
  }
}
