package io.stepgate.edge;

import io.stepgate.openai.Usage;
import io.stepgate.parse.StreamTally;
import io.stepgate.routing.Lease;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;

/**
 * What is known about one request so far. Observers read it; only the edge writes it. Times are
 * {@link System#nanoTime}. It never holds a prompt, an answer or a key.
 */
public final class ExchangeFacts {
  /** The status that logs show when the client went away before it got one. */
  static final int CLIENT_GONE = 499;

  private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");
  private static final CharSequence TRACESTATE = HttpHeaders.createOptimized("tracestate");

  private final String requestId;
  private final String method;
  private final String endpoint;
  private final long arrivedNanos;
  private final String traceparent;
  private final String tracestate;
  private String caller = "";
  private String model = "";
  private String servedModel;
  private String backend = "";
  private URI origin;
  private boolean streaming;
  private boolean generating;
  private int tries;
  private int status;
  private long sentNanos;
  private long firstPieceNanos;
  private long ownNanos;
  private long busySince;
  private boolean busy;
  private Usage usage = Usage.NONE;
  private StreamTally tally = new StreamTally();

  /**
   * @param endpoint the path's pattern
   */
  ExchangeFacts(String requestId, HttpServerRequest request, String endpoint, long arrivedNanos) {
    this.requestId = requestId;
    this.endpoint = endpoint;
    this.arrivedNanos = arrivedNanos;
    method = request.method().name();
    traceparent = request.getHeader(TRACEPARENT);
    tracestate =
        traceparent == null ? null : String.join(",", request.headers().getAll(TRACESTATE));
  }

  public String requestId() {
    return requestId;
  }

  /** The HTTP method. */
  public String method() {
    return method;
  }

  /** The path's pattern, such as {@code /v1/chat/completions}. */
  public String endpoint() {
    return endpoint;
  }

  public long arrivedNanos() {
    return arrivedNanos;
  }

  /** The trace that the client says it is part of (W3C Trace Context), unchecked; or null. */
  public String traceparent() {
    return traceparent;
  }

  /**
   * What tracing systems noted on that trace, unchecked, perhaps empty; null where there is none.
   */
  public String tracestate() {
    return tracestate;
  }

  /** The name of the caller's key; empty before it was checked. */
  public String caller() {
    return caller;
  }

  /** The model as the client named it: not for labels, a client can make up any number of them. */
  public String model() {
    return model;
  }

  /** The model's name at the backend that took the request; null before one took it. */
  public String servedModel() {
    return servedModel;
  }

  /** The backend that took the request last; empty before one took it. */
  public String backend() {
    return backend;
  }

  /** That backend's scheme, host and perhaps port; null before one took it. */
  public URI origin() {
    return origin;
  }

  public boolean streaming() {
    return streaming;
  }

  /** Whether a model writes an answer to it token by token: what the latencies are about. */
  public boolean generating() {
    return generating;
  }

  /** How often the request was sent to a backend. */
  public int tries() {
    return tries;
  }

  /** The HTTP status of the answer; 0 before there is one. */
  public int status() {
    return status;
  }

  /** When the request left for the backend that took it last. */
  public long sentNanos() {
    return sentNanos;
  }

  /** When the client was told the first piece of the answer; 0 before. */
  public long firstPieceNanos() {
    return firstPieceNanos;
  }

  /**
   * The gateway's own share so far: time spent in steps of this request, from its whole body on.
   * Waiting for a permit, a backend or the client is no step.
   *
   * @param nanos now
   */
  public long ownNanos(long nanos) {
    return busy ? ownNanos + nanos - busySince : ownNanos;
  }

  public Usage usage() {
    return usage;
  }

  /** What the client was told so far. */
  public StreamTally tally() {
    return tally;
  }

  void caller(String name) {
    caller = name;
  }

  void asks(Errand errand) {
    model = errand.model() == null ? "" : errand.model();
    streaming = errand.stream();
    generating = errand.generates();
  }

  /** A step begins; false when it is part of one that is under way. */
  boolean steps(long nanos) {
    if (busy) {
      return false;
    }
    busy = true;
    busySince = nanos;
    return true;
  }

  /** The step is done. */
  void rests(long nanos) {
    ownNanos += nanos - busySince;
    busy = false;
  }

  void leased(Lease lease, long nanos) {
    backend = lease.backend();
    origin = lease.origin();
    servedModel = lease.profile().model();
    sentNanos = nanos;
    tries++;
  }

  void status(int code) {
    status = code;
  }

  void told(long nanos) {
    if (firstPieceNanos == 0) {
      firstPieceNanos = nanos;
    }
  }

  void counts(Usage told, StreamTally pieces) {
    usage = told;
    tally = pieces;
  }
}
