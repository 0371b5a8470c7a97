package io.stepgate.edge;

import io.stepgate.openai.ApiError;
import io.stepgate.openai.ErrorType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;

/** What makes a request's head one that nobody should act on, and why. */
final class RequestHead {
  private RequestHead() {}

  /** The error to answer with, or null for a head that is in order. */
  static ApiError fault(HttpServerRequest request) {
    if (!isTarget(request.uri())) {
      return invalid(
          "the request's target is no valid path: it begins with /, and % stands before two hexadecimal digits");
    }
    if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
      return invalid("the request names more than one Host");
    }
    return request.version() == HttpVersion.HTTP_2 ? text(request) : framing(request);
  }

  private static boolean isTarget(String target) {
    try {
      return new URI(target).getRawFragment() == null;
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  /** How a body ends must be beyond doubt, or what follows it may be taken for a request. */
  private static ApiError framing(HttpServerRequest request) {
    // Netty looks at the characters of a name, and an empty one has none.
    if (request.headers().contains("")) {
      return invalid("a header of the request has no name");
    }
    List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    if (codings.isEmpty()) {
      return null;
    }
    if (codings.size() > 1 || !codings.get(0).strip().equalsIgnoreCase("chunked")) {
      return ErrorTable.otherCoding("the only Transfer-Encoding that is understood is chunked");
    }
    return null;
  }

  /**
   * HTTP/2 can carry in a field what HTTP/1.1, which backends speak, cannot: there it would be the
   * end of a line (RFC 9113, 8.2.1).
   */
  private static ApiError text(HttpServerRequest request) {
    for (Map.Entry<String, String> field : request.headers()) {
      if (!isToken(field.getKey()) || !isText(field.getValue())) {
        return invalid("a header of the request has a character that no header may have");
      }
    }
    // Of an HTTP/1.1 request that asks for the upgrade nobody has looked at it.
    for (String length : request.headers().getAll(HttpHeaders.CONTENT_LENGTH)) {
      if (!isNumber(length)) {
        return invalid("the request's Content-Length is no number of bytes");
      }
    }
    return null;
  }

  private static boolean isToken(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!letterOrDigit && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isNumber(String length) {
    boolean digits = !length.isEmpty() && length.length() < 19;
    for (int i = 0; i < length.length(); i++) {
      digits &= length.charAt(i) >= '0' && length.charAt(i) <= '9';
    }
    return digits;
  }

  private static boolean isText(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' && c != '\t' || c == 0x7f) {
        return false;
      }
    }
    return true;
  }

  static ApiError invalid(String message) {
    return ApiError.of(ErrorType.INVALID_REQUEST, message);
  }
}
