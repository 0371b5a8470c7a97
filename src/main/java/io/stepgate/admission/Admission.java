package io.stepgate.admission;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The room's door: who is it, may it, and is there a permit left. */
@Startup
@ApplicationScoped
public class Admission {
  private static final Logger LOG = Logger.getLogger(Admission.class);
  private static final long KEYS_CHECK_MILLIS = 1000;

  /** Bodies may have one part of so many of the heap, where nobody says otherwise. */
  private static final int HEAP_SHARE = 4;

  private final AdmissionConfig config;
  private final Vertx vertx;
  private final Optional<ApiKeys> keys;
  private final ConcurrencyGate gate;
  private final BodyBudget bodies;
  private final long maxBodySize;
  private long keysTimer = -1;

  Admission(AdmissionConfig config, Vertx vertx) {
    this.config = config;
    this.vertx = vertx;
    this.bodies = bodies(config, Runtime.getRuntime().maxMemory());
    this.maxBodySize = Math.min(config.maxBodySize().asLongValue(), bodies.largest());
    this.keys = config.keysFile().map(Admission::open);
    this.gate =
        new ConcurrencyGate(
            config.maxInFlight(), config.maxQueue(), config.queueTimeout(), this::after);
  }

  @PostConstruct
  void watchKeys() {
    keys.ifPresent(
        known ->
            keysTimer =
                vertx.setPeriodic(
                    KEYS_CHECK_MILLIS,
                    timer ->
                        vertx
                            .executeBlocking(
                                () -> {
                                  known.refresh();
                                  return null;
                                })
                            .onFailure(e -> LOG.error("the keys file was not checked", e))));
  }

  @PreDestroy
  void stopWatching() {
    vertx.cancelTimer(keysTimer);
  }

  /**
   * Checks the key; needs no body, so it comes before reading one.
   *
   * @param loopback whether the connection comes from this host
   */
  public Caller identify(Credentials credentials, boolean loopback) throws Refusal {
    if (keys.isEmpty()) {
      return new Caller(Caller.ANONYMOUS, config.admin().allows(loopback, false, false));
    }
    Caller holder = holder(keys.get(), credentials.keys());
    return new Caller(holder.name(), config.admin().allows(loopback, holder.admin(), true));
  }

  /** Like {@link #identify}, for the administrative paths: see {@code stepgate.admission.admin}. */
  public Caller identifyAdmin(Credentials credentials, boolean loopback) throws Refusal {
    Caller caller = identify(credentials, loopback);
    if (!caller.admin()) {
      throw new Refusal(
          Refusal.Kind.NOT_ALLOWED, "administrative paths are not open to this caller");
    }
    return caller;
  }

  /** Takes a permit or a place in the queue; to be called on the request's own context. */
  public Ticket admit(Caller caller) {
    return Ticket.issue(caller, gate, vertx.getOrCreateContext());
  }

  /**
   * For the body that a request is about to send, to be closed once nobody holds it any more.
   *
   * @param caller null where nobody was asked for a key
   * @param address of the other end: where there are no keys, each address is one sender
   */
  public HeldBody holdBody(Caller caller, String address) {
    boolean named = caller != null && keysRequired();
    return new HeldBody(bodies, named ? "key " + caller.name() : "from " + network(address));
  }

  /** What one subscriber has: an IPv4 address, or an IPv6 network of 64 bits. */
  private static String network(String address) {
    int at = -1;
    for (int groups = 0; groups < 4; groups++) {
      at = address.indexOf(':', at + 1);
      if (at < 0) {
        return address;
      }
    }
    return address.substring(0, at);
  }

  /** Bytes of all bodies that are held now. */
  public long heldBodies() {
    return bodies.held();
  }

  /** In bytes. */
  public long maxBodySize() {
    return maxBodySize;
  }

  /** How long a client has to send its body. */
  public Duration bodyTimeout() {
    return config.bodyTimeout();
  }

  public int inFlight() {
    return gate.inFlight();
  }

  public int queued() {
    return gate.queued();
  }

  public boolean keysRequired() {
    return keys.isPresent();
  }

  private static Caller holder(ApiKeys known, List<String> shown) throws Refusal {
    for (String key : shown) {
      Optional<Caller> holder = known.find(key);
      if (holder.isPresent()) {
        return holder.get();
      }
    }
    throw shown.isEmpty()
        ? new Refusal(
            Refusal.Kind.MISSING_KEY,
            "an API key is needed: Authorization: Bearer KEY, or x-api-key: KEY")
        : new Refusal(Refusal.Kind.UNKNOWN_KEY, "unknown API key");
  }

  private Runnable after(Duration delay, Runnable task) {
    long timer = vertx.setTimer(Math.max(1, delay.toMillis()), id -> task.run());
    return () -> vertx.cancelTimer(timer);
  }

  private static ApiKeys open(Path file) {
    try {
      return new ApiKeys(file);
    } catch (IOException e) {
      throw new ConfigurationException(
          "stepgate.admission.keys-file=%s: %s; allowed is a readable file of lines %s"
              .formatted(file, e.getMessage(), KeysFile.FORMAT));
    }
  }

  /** A body at its limit has to fit into what one sender may hold. */
  static BodyBudget bodies(AdmissionConfig config, long heap) {
    long largest = config.maxBodySize().asLongValue();
    if (config.maxBodies().isPresent()) {
      long asked = config.maxBodies().get().asLongValue();
      if (asked < 2 * largest) {
        throw new ConfigurationException(
            "stepgate.admission.max-bodies=%d: allowed is %d or more, twice max-body-size"
                .formatted(asked, 2 * largest));
      }
      return new BodyBudget(asked);
    }
    BodyBudget budget = new BodyBudget(heap / HEAP_SHARE);
    if (budget.largest() < largest) {
      LOG.warnf(
          "a body may have %d bytes, not stepgate.admission.max-body-size=%d: with a heap of %d"
              + " bytes that is what one sender may hold",
          budget.largest(), largest, heap);
    }
    return budget;
  }
}
