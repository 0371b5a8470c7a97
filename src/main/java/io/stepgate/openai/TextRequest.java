package io.stepgate.openai;

import io.stepgate.json.FieldNames;
import io.stepgate.json.Span;

/**
 * A request to take a text apart: {@code /separate_reasoning} and {@code /parse_function_call},
 * with the fields that SGLang v0.5.18 has.
 *
 * @param parser the parser's name, or null where none is given
 * @param tools where the array of tools stands in {@code body}, or null
 */
public record TextRequest(byte[] body, String text, String parser, Span tools) {
  /**
   * Reads a body.
   *
   * @param parserField the name of the field that names the parser
   * @throws InvalidRequest when it is no JSON object, or has no text
   */
  public static TextRequest read(byte[] body, String parserField) throws InvalidRequest {
    RequestFields fields = RequestFields.read(body, FieldNames.of("text", "tools", parserField));
    String text = fields.text("text");
    if (text == null) {
      throw new InvalidRequest("text", "'text' is missing: it must be a string");
    }
    return new TextRequest(body, text, fields.text(parserField), fields.array("tools"));
  }
}
