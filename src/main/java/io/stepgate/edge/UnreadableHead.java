package io.stepgate.edge;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.stepgate.openai.ApiError;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Answers a head that Netty could not read. Nobody knows where the next one begins. */
final class UnreadableHead implements Handler<HttpServerRequest> {
  private final int longestLine;
  private final int longestHeaders;

  UnreadableHead(HttpServerOptions options) {
    longestLine = options.getMaxInitialLineLength();
    longestHeaders = options.getMaxHeaderSize();
  }

  @Override
  public void handle(HttpServerRequest request) {
    String id = Ids.requestId();
    HttpServerResponse response =
        request
            .response()
            .putHeader(Replies.REQUEST_ID, id)
            .putHeader(Replies.REQUEST_ID_OF_OTHERS, id)
            .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    Replies.error(response, error(request.decoderResult().cause()));
    request.connection().close();
  }

  private ApiError error(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return ErrorTable.longLine(
          "the request's first line has more than " + longestLine + " bytes");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return ErrorTable.longHeaders(
          "the request's headers have more than " + longestHeaders + " bytes");
    }
    return RequestHead.invalid("the request's head is not valid HTTP");
  }
}
