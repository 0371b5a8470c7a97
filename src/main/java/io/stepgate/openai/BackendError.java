package io.stepgate.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.stepgate.json.JacksonFactory;
import java.io.IOException;

/**
 * Reads the error shapes that an SGLang server sends and gives them the one shape that clients
 * know. Met in v0.5.18: the flat {@code {"object":"error","message":…,"code":400}}, the same inside
 * {@code {"error":…}}, {@code {"error":"Unauthorized"}}, {@code {"detail":"Not Found"}}.
 *
 * <p>Where the server keeps its files is left out of what it says.
 */
public final class BackendError {
  private static final int MESSAGE_LIMIT = 8192;

  private String message;
  private String param;
  private int code;

  private BackendError() {}

  /**
   * @param status the HTTP status it came with; inside a stream, where there is none, 0: then the
   *     body's own code counts
   */
  public static ApiError read(byte[] json, int from, int to, int status) {
    BackendError error = new BackendError();
    try (JsonParser parser = JacksonFactory.parser(json, from, to - from)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        error.object(parser);
      } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
        error.message = parser.getText();
      }
    } catch (IOException notJson) {
      // A proxy's page or a cut body: its status alone tells the client enough.
      error.message = null;
    }
    int effective = status != 0 ? status : error.code >= 400 && error.code < 600 ? error.code : 502;
    String text =
        error.message == null || error.message.isBlank()
            ? "the backend answered " + effective + " without a message"
            : FilePaths.hidden(cut(error.message));
    return new ApiError(
        effective, ErrorType.ofStatus(effective), text, FilePaths.hidden(error.param), null);
  }

  private void object(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      switch (name) {
        case "error" -> {
          if (token == JsonToken.START_OBJECT) {
            object(json);
          } else if (token == JsonToken.VALUE_STRING) {
            message = json.getText();
          }
        }
        case "message", "detail" -> {
          if (token == JsonToken.VALUE_STRING) {
            message = json.getText();
          }
        }
        case "param" -> {
          if (token == JsonToken.VALUE_STRING) {
            param = json.getText();
          }
        }
        case "code" -> {
          if (token == JsonToken.VALUE_NUMBER_INT && json.getTextLength() < 5) {
            code = json.getIntValue();
          }
        }
        default -> {}
      }
      if (token.isStructStart()) {
        json.skipChildren();
      }
    }
  }

  private static String cut(String text) {
    return text.length() <= MESSAGE_LIMIT ? text : text.substring(0, MESSAGE_LIMIT);
  }
}
