package io.stepgate.simulator.http;

import io.stepgate.simulator.engine.BadRequest;
import io.stepgate.simulator.engine.PythonJson;
import io.stepgate.simulator.script.BodyFields;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** One HTTP request with its whole body. */
public record ServedCall(HttpServerRequest request, Buffer body) {

  /**
   * The body as an object.
   *
   * @throws BadRequest if it is none
   */
  public BodyFields fields() {
    try {
      return new BodyFields(new JsonObject(body));
    } catch (DecodeException notAnObject) {
      throw new BadRequest("Invalid JSON body: an object is needed.", notAnObject);
    }
  }

  public void json(int status, String json) {
    HttpServerResponse response = request.response();
    if (!response.ended() && !response.closed()) {
      response.setStatusCode(status).putHeader("Content-Type", "application/json").end(json);
    }
  }

  public void text(int status, String text) {
    HttpServerResponse response = request.response();
    if (!response.ended() && !response.closed()) {
      response.setStatusCode(status).putHeader("Content-Type", "text/plain; charset=utf-8");
      response.end(text);
    }
  }

  /** SGLang's error body: flat, not nested under {@code error}. */
  public void flatError(int status, String type, String message) {
    StringBuilder out = new StringBuilder("{\"object\":\"error\",\"message\":");
    PythonJson.quote(PythonJson.quote(out, message).append(",\"type\":"), type);
    json(status, out.append(",\"param\":null,\"code\":").append(status).append('}').toString());
  }

  /** The error body of {@code /generate}. */
  public void generateError(int status, String message) {
    json(status, "{\"error\":{\"message\":" + PythonJson.quoted(message) + "}}");
  }
}
