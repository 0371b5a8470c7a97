package io.stepgate.relay;

import io.stepgate.openai.BodyParts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import java.util.Iterator;

/**
 * Sends a body piece by piece, as fast as the backend takes it. A large one is never copied as a
 * whole, and other streams of the event loop have their turns between its pieces.
 */
final class Upload {
  private static final int PIECE = 64 * 1024;

  private final HttpClientRequest request;
  private final Iterator<BodyParts.Part> parts;
  private final int length;
  private final Promise<Void> sent = Promise.promise();
  private BodyParts.Part part;
  private int at;

  Upload(HttpClientRequest request, BodyParts body) {
    this.request = request;
    parts = body.parts().iterator();
    length = body.length();
  }

  /** Completes when all of it has been written. */
  Future<Void> send() {
    if (length <= PIECE) {
      return request.end(piece());
    }
    request.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(length));
    request.drainHandler(free -> more());
    more();
    return sent.future();
  }

  private void more() {
    while (!sent.future().isComplete() && !request.writeQueueFull()) {
      Buffer piece = piece();
      if (piece.length() == 0) {
        request.drainHandler(null);
        request.end().onComplete(sent);
        return;
      }
      request.write(piece).onFailure(sent::tryFail);
    }
  }

  /** The next bytes, gathered from as many parts as it takes. */
  private Buffer piece() {
    Buffer piece = Buffer.buffer(Math.min(length, PIECE));
    while (piece.length() < PIECE) {
      if (part == null || at == part.to()) {
        if (!parts.hasNext()) {
          return piece;
        }
        part = parts.next();
        at = part.from();
      }
      int taken = Math.min(PIECE - piece.length(), part.to() - at);
      piece.appendBytes(part.bytes(), at, taken);
      at += taken;
    }
    return piece;
  }
}
