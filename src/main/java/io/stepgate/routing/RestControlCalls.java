package io.stepgate.routing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.stepgate.json.JacksonFactory;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/** {@link ControlCalls} through the REST client. */
final class RestControlCalls implements ControlCalls {
  static final int LIMIT = 1 << 20;
  private static final long CONNECT_TIMEOUT_MILLIS = 2000;

  /** The call's own timeout comes first, so that it is the one reported. */
  private static final Duration AFTER_TIMEOUT = Duration.ofSeconds(1);

  private final SglangControl control;
  private final String authorization;
  private final String adminAuthorization;
  private final Duration timeout;
  private final Executor executor;
  private final ObjectMapper json;

  /**
   * @param timeout for a whole call
   * @param executor where answers and failures are delivered
   */
  RestControlCalls(BackendSpec backend, Duration timeout, Executor executor, ObjectMapper json) {
    this.control = client(backend, timeout);
    this.authorization = bearer(backend.keys().api());
    this.adminAuthorization = bearer(backend.keys().admin());
    this.timeout = timeout;
    this.executor = executor;
    this.json = json;
  }

  private static String bearer(String key) {
    return key == null ? null : "Bearer " + key;
  }

  @Override
  public Uni<Answer> health() {
    return health(timeout);
  }

  @Override
  public Uni<Answer> health(Duration limit) {
    return answer(control.health(authorization), limit);
  }

  @Override
  public Uni<Answer> models() {
    return answer(control.models(authorization), timeout);
  }

  @Override
  public Uni<Answer> modelInfo() {
    return answer(control.modelInfo(authorization), timeout);
  }

  @Override
  public Uni<Answer> getModelInfo() {
    return answer(control.getModelInfo(authorization), timeout);
  }

  @Override
  public Uni<Answer> serverInfo(Duration limit) {
    return answer(control.serverInfo(authorization), limit);
  }

  @Override
  public Uni<Answer> abortRequest(String json, Duration limit) {
    return answer(control.abortRequest(adminAuthorization, json), limit);
  }

  @Override
  public Uni<Answer> flushCache() {
    return answer(control.flushCache(adminAuthorization), timeout);
  }

  private Uni<Answer> answer(Multi<byte[]> pieces, Duration limit) {
    Received received = new Received();
    Uni<Answer> answer =
        pieces
            .collect()
            .in(() -> received, Received::append)
            .map(body -> new Answer(200, read(body.bytes.toByteArray())))
            .onFailure(WebApplicationException.class)
            .recoverWithItem(
                failure ->
                    new Answer(failure.getResponse().getStatus(), MissingNode.getInstance()));
    return shielded(answer, received).ifNoItem().after(limit).fail().emitOn(executor);
  }

  /**
   * Keeps a timeout from cancelling a call that nothing has come of: the REST client does not stop
   * it, and its late failure would be logged as an error. The client's own timeouts end it soon
   * after. One whose answer has begun may go on for ever, and is stopped.
   */
  private static Uni<Answer> shielded(Uni<Answer> answer, Received received) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              Cancellable call = answer.subscribe().with(emitter::complete, emitter::fail);
              emitter.onTermination(
                  () -> {
                    if (received.begun) {
                      call.cancel();
                    }
                  });
            });
  }

  /** What has come of an answer; written on the connection's loop, asked on the timer's thread. */
  private static final class Received {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile boolean begun;

    void append(byte[] piece) {
      begun = true;
      if (bytes.size() + piece.length > LIMIT) {
        throw new ControlFailure(DownReason.TOO_LARGE);
      }
      bytes.writeBytes(piece);
    }
  }

  private JsonNode read(byte[] body) {
    try (JsonParser parser = JacksonFactory.parser(body)) {
      JsonNode tree = json.readTree(parser);
      return tree == null ? MissingNode.getInstance() : tree;
    } catch (IOException notJson) {
      // What it means that there is no JSON depends on the call: a health check needs none.
      return MissingNode.getInstance();
    }
  }

  /**
   * Whatever an answer says it is: of events and of lines the REST client would keep as many bytes
   * as come without an end, and never stop reading.
   */
  private static void asBytes(ClientRequestContext request, ClientResponseContext response) {
    // There are none where there was no answer.
    if (response.getHeaders() != null) {
      response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_OCTET_STREAM);
    }
  }

  private static SglangControl client(BackendSpec backend, Duration timeout) {
    long giveUpMillis = Math.min(timeout.plus(AFTER_TIMEOUT).toMillis(), Integer.MAX_VALUE);
    QuarkusRestClientBuilder builder = QuarkusRestClientBuilder.newBuilder();
    if (backend.tls() != null) {
      builder.tlsConfiguration(backend.tls());
    }
    return builder
        .baseUri(backend.origin())
        .connectTimeout(CONNECT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
        .readTimeout(giveUpMillis, TimeUnit.MILLISECONDS)
        // SGLang's server closes a connection after 5 s of rest, just when the next probe would
        // want to use it again.
        .property(QuarkusRestClientProperties.KEEP_ALIVE_ENABLED, false)
        // The body of an error is not read: this lets go of a server that keeps such a connection.
        .httpClientOptionsCustomizer(
            options ->
                options
                    .setIdleTimeout((int) giveUpMillis)
                    .setIdleTimeoutUnit(TimeUnit.MILLISECONDS))
        .register((ClientResponseFilter) RestControlCalls::asBytes)
        .build(SglangControl.class);
  }
}
