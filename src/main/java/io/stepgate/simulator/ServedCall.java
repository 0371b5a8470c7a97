package io.stepgate.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** One HTTP request with its whole body. */
record ServedCall(HttpServerRequest request, Buffer body) {

  /**
   * The body as an object.
   *
   * @throws BadRequest if it is none
   */
  BodyFields fields() {
    try {
      return new BodyFields(new JsonObject(body));
    } catch (DecodeException notAnObject) {
      throw new BadRequest("Invalid JSON body: an object is needed.", notAnObject);
    }
  }

  /** Like {@link #fields()}, but no body at all is an empty object. */
  BodyFields optionalFields() {
    return body.length() == 0 ? new BodyFields(new JsonObject()) : fields();
  }

  void json(int status, String json) {
    HttpServerResponse response = request.response();
    if (!response.ended() && !response.closed()) {
      response.setStatusCode(status).putHeader("Content-Type", "application/json").end(json);
    }
  }

  void text(int status, String text) {
    HttpServerResponse response = request.response();
    if (!response.ended() && !response.closed()) {
      response.setStatusCode(status).putHeader("Content-Type", "text/plain; charset=utf-8");
      response.end(text);
    }
  }

  /** SGLang's error body: flat, not nested under {@code error}. */
  void flatError(int status, String type, String message) {
    StringBuilder out = new StringBuilder("{\"object\":\"error\",\"message\":");
    PythonJson.quote(PythonJson.quote(out, message).append(",\"type\":"), type);
    json(status, out.append(",\"param\":null,\"code\":").append(status).append('}').toString());
  }

  /** The error body of {@code /generate}. */
  void generateError(int status, String message) {
    json(status, "{\"error\":{\"message\":" + PythonJson.quoted(message) + "}}");
  }
}
