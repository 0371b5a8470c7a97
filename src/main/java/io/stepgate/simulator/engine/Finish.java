package io.stepgate.simulator.engine;

/**
 * Why the engine stopped, as {@code meta_info.finish_reason} of SGLang has it.
 *
 * @param type {@code stop}, {@code length} or {@code abort}
 * @param matched for {@code stop}: the stop token's id or the stop string
 * @param length for {@code length}: the token budget that was used up
 * @param message for {@code abort}: why
 * @param status for {@code abort}: the HTTP status of a system error, or null for a graceful abort
 */
public record Finish(String type, Object matched, int length, String message, Integer status) {

  public static Finish stop(Object matched) {
    return new Finish("stop", matched, 0, null, null);
  }

  public static Finish length(int length) {
    return new Finish("length", null, length, null, null);
  }

  static Finish abort(String message, Integer status) {
    return new Finish("abort", null, 0, message, status);
  }

  /** An abort with a status is an error frame, one without ends the stream in the usual way. */
  public boolean isError() {
    return status != null;
  }

  /** Appends the value of {@code matched_stop}. */
  public void matchedStop(StringBuilder out) {
    if (matched instanceof String text) {
      PythonJson.quote(out, text);
    } else {
      out.append(matched);
    }
  }

  /** Appends the object that {@code /generate} shows. */
  public void json(StringBuilder out) {
    PythonJson.quote(out.append("{\"type\":"), type);
    switch (type) {
      case "stop" -> matchedStop(out.append(",\"matched\":"));
      case "length" -> out.append(",\"length\":").append(length);
      default ->
          PythonJson.quote(out.append(",\"message\":"), message)
              .append(",\"status_code\":")
              .append(status)
              .append(",\"err_type\":null");
    }
    out.append('}');
  }
}
