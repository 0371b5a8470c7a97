package io.stepgate.relay;

import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logging.Logger;

/** One client for each event loop and each bucket of certificates. */
final class Clients {
  private static final Logger LOG = Logger.getLogger(Clients.class);

  /**
   * Below the five seconds after which uvicorn, SGLang's HTTP server, closes an idle connection.
   */
  private static final int IDLE_CONNECTION_SECONDS = 4;

  /** The bucket of backends that have none. */
  private static final String NONE = "";

  private final Vertx vertx;
  private final RelayConfig config;
  private final ThreadLocal<Map<String, HttpClient>> ofThisLoop =
      ThreadLocal.withInitial(HashMap::new);
  private final Map<String, Queue<HttpClient>> byBucket = new ConcurrentHashMap<>();

  Clients(Vertx vertx, RelayConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  /**
   * The client of the calling event loop.
   *
   * @param tls null for http, and for the platform's own trust
   */
  HttpClient of(TlsConfiguration tls) {
    String bucket = tls == null ? NONE : tls.getName();
    Map<String, HttpClient> clients = ofThisLoop.get();
    HttpClient client = clients.get(bucket);
    if (client == null) {
      client = vertx.createHttpClient(options(tls));
      clients.put(bucket, client);
      byBucket.computeIfAbsent(bucket, name -> new ConcurrentLinkedQueue<>()).add(client);
    }
    return client;
  }

  /** The bucket's files have changed: the next connections are checked by the new ones. */
  void reloaded(String bucket, TlsConfiguration tls) {
    for (HttpClient client : byBucket.getOrDefault(bucket, new ConcurrentLinkedQueue<>())) {
      client
          .updateSSLOptions(tls.getSSLOptions())
          .onFailure(
              failure ->
                  LOG.errorf(
                      "the new certificates of quarkus.tls.%s cannot be used: %s",
                      bucket, failure.getClass().getSimpleName()));
    }
  }

  private HttpClientOptions options(TlsConfiguration tls) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setMaxPoolSize(config.maxConnections())
            .setConnectTimeout((int) config.connectTimeout().toMillis())
            .setKeepAliveTimeout(IDLE_CONNECTION_SECONDS)
            .setTcpNoDelay(true)
            .setDecompressionSupported(false);
    if (tls != null) {
      TlsConfigUtils.configure(options, tls);
    }
    return options;
  }
}
