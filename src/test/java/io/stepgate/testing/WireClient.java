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
import java.util.concurrent.CompletableFuture;
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

  /** An answer on its way: its status, which comes first, and all of it. */
  public record Running(CompletableFuture<Integer> status, CompletableFuture<Answer> answer) {}

  /** With the host of the address that is really asked. */
  public Answer send(String method, String target, String body, String... headers) {
    return sendTo("127.0.0.1", method, target, body, headers);
  }

  /**
   * @param host what the request says it is for; where it goes stays the same
   * @param headers name, value, name, value
   */
  public Answer sendTo(String host, String method, String target, String body, String... headers) {
    return begin(options(host, method, target, headers), body).answer().join();
  }

  private RequestOptions options(String host, String method, String target, String... headers) {
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
    return options;
  }

  /** Sends with the host of the address that is really asked, and waits for nothing. */
  public Running begin(String method, String target, String body, String... headers) {
    return begin(options("127.0.0.1", method, target, headers), body);
  }

  private Running begin(RequestOptions options, String body) {
    Promise<Integer> status = Promise.promise();
    Promise<Answer> answer = Promise.promise();
    // On the client's own loop: elsewhere a body may have gone by before somebody asks for it.
    vertx.runOnContext(there -> answer(options, body, status).onComplete(answer));
    return new Running(patient(status), patient(answer));
  }

  private static <T> CompletableFuture<T> patient(Promise<T> promise) {
    return promise
        .future()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private Future<Answer> answer(RequestOptions options, String body, Promise<Integer> status) {
    return client
        .request(options)
        .compose(request -> body == null ? request.send() : request.send(Buffer.buffer(body)))
        .onFailure(status::tryFail)
        .compose(
            response -> {
              status.complete(response.statusCode());
              return response
                  .body()
                  .map(
                      bytes ->
                          new Answer(response.statusCode(), response.headers(), bytes.toString()));
            });
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
