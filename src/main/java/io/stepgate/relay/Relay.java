package io.stepgate.relay;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.stepgate.relay.UpstreamFailure.Kind;
import io.stepgate.routing.Lease;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The room's door. Called on an event loop; everything it hands out stays on that loop. */
@Startup
@ApplicationScoped
public class Relay {
  private final Vertx vertx;
  private final RelayConfig config;
  private final Optional<Duration> keepAliveAfter;
  private final Clients clients;

  Relay(Vertx vertx, RelayConfig config) {
    this.vertx = vertx;
    this.config = config;
    keepAliveAfter = keepAliveAfter(config.keepAliveAfter());
    clients = new Clients(vertx, config);
  }

  void reloaded(@Observes CertificateUpdatedEvent certificates) {
    clients.reloaded(certificates.name(), certificates.tlsConfiguration());
  }

  /** Sends a request to the leased backend. The body, if any, is sent whole. */
  public Call open(Lease lease, UpstreamRequest request) {
    Call call = new Call(vertx, config, lease);
    URI origin = lease.origin();
    boolean tls = "https".equals(origin.getScheme());
    String base = origin.getPath() == null ? "" : origin.getPath();
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setHost(origin.getHost())
            .setPort(origin.getPort() >= 0 ? origin.getPort() : tls ? 443 : 80)
            .setSsl(tls)
            .setURI(base + request.target());
    clients
        .of(lease.tls())
        .request(options)
        .onSuccess(connected -> send(call, connected, lease, request))
        .onFailure(
            failure ->
                call.fail(
                    new UpstreamFailure(
                        Kind.REFUSED, "no connection to backend " + lease.backend())));
    return call;
  }

  private static void send(
      Call call, HttpClientRequest connected, Lease lease, UpstreamRequest request) {
    if (!call.connected(connected)) {
      return;
    }
    try {
      HopHeaders.toBackend(request.headers(), connected.headers());
      if (lease.apiKey() != null) {
        connected.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + lease.apiKey());
      } else if (request.forwardKey()) {
        HopHeaders.keysToBackend(request.headers(), connected.headers());
      }
      if (request.body() != null && !connected.headers().contains(HttpHeaders.CONTENT_TYPE)) {
        // The body was read as JSON, and a backend may ask to be told so.
        connected.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
      }
      call.send(request.body());
    } catch (RuntimeException unsendable) {
      // Nothing of it is told: what is wrong may be a key.
      call.broken();
    }
  }

  /** How many other tries a request has before its first byte has gone to the client. */
  public int maxRetries() {
    return config.maxRetries();
  }

  /** After how long without a byte a stream's client gets an SSE comment; empty: never. */
  public Optional<Duration> keepAliveAfter() {
    return keepAliveAfter;
  }

  /** How long a client may take nothing of what waits for it. */
  public Duration clientStallTimeout() {
    return config.clientStallTimeout();
  }

  private static Optional<Duration> keepAliveAfter(String value) {
    return value.equals("off")
        ? Optional.empty()
        : Optional.of(DurationConverter.parseDuration(value));
  }
}
