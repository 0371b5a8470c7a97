package io.stepgate.openai;

import io.stepgate.json.FieldNames;

/**
 * A request to stop others, of SGLang's {@code /abort_request}.
 *
 * @param rid the name of the one to stop, or null
 * @param all whether every request is meant
 */
public record AbortRequest(String rid, boolean all) {
  private static final FieldNames FIELDS = FieldNames.of("abort_all", ClientRids.FIELD);

  /**
   * Reads a body.
   *
   * @throws InvalidRequest when it is not one JSON object, or a field has a wrong type
   */
  public static AbortRequest read(byte[] body) throws InvalidRequest {
    RequestFields fields = RequestFields.read(body, FIELDS);
    Boolean all = fields.flag("abort_all");
    return new AbortRequest(fields.text(ClientRids.FIELD), all != null && all);
  }
}
