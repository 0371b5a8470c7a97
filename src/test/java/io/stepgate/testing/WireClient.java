package io.stepgate.testing;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Sends what it is told to, over either HTTP: the path is not made tidy, the host is whatever the
 * test says, and no header is added.
 */
public final class WireClient implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client;
  private final int port;

  public WireClient(HttpVersion version, int port) {
    this.port = port;
    client =
        vertx.createHttpClient(
            new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false));
  }

  public record Answer(int status, MultiMap headers, String body) {}

  /** With the host of the address that is really asked. */
  public Answer send(String method, String target, String body, String... headers) {
    return sendTo("127.0.0.1", method, target, body, headers);
  }

  /**
   * @param host what the request says it is for; where it goes stays the same
   * @param headers name, value, name, value
   */
  public Answer sendTo(String host, String method, String target, String body, String... headers) {
    RequestOptions options =
        new RequestOptions()
            .setServer(SocketAddress.inetSocketAddress(port, "127.0.0.1"))
            .setHost(host)
            .setPort(port)
            .setMethod(HttpMethod.valueOf(method))
            .setURI(target);
    for (int i = 0; i < headers.length; i += 2) {
      options.addHeader(headers[i], headers[i + 1]);
    }
    Promise<Answer> answer = Promise.promise();
    // On the client's own loop: elsewhere a body may have gone by before somebody asks for it.
    vertx.runOnContext(there -> answer(options, body).onComplete(answer));
    return answer
        .future()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private Future<Answer> answer(RequestOptions options, String body) {
    return client
        .request(options)
        .compose(request -> body == null ? request.send() : request.send(Buffer.buffer(body)))
        .compose(
            response ->
                response
                    .body()
                    .map(
                        bytes ->
                            new Answer(
                                response.statusCode(), response.headers(), bytes.toString())));
  }

  @Override
  public void close() {
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
