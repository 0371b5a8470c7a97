package io.stepgate.edge;

import io.stepgate.openai.Usage;
import io.stepgate.parse.StreamTally;

/**
 * What is known about one request so far. Observers read it; only the edge writes it. Times are
 * {@link System#nanoTime}. It never holds a prompt, an answer or a key.
 */
public final class ExchangeFacts {
  /** The status that logs show when the client went away before it got one. */
  static final int CLIENT_GONE = 499;

  private final String requestId;
  private final String endpoint;
  private final long arrivedNanos;
  private String caller = "";
  private String model = "";
  private String servedModel;
  private String backend = "";
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

  ExchangeFacts(String requestId, String endpoint, long arrivedNanos) {
    this.requestId = requestId;
    this.endpoint = endpoint;
    this.arrivedNanos = arrivedNanos;
  }

  public String requestId() {
    return requestId;
  }

  /** The path's pattern, such as {@code /v1/chat/completions}. */
  public String endpoint() {
    return endpoint;
  }

  public long arrivedNanos() {
    return arrivedNanos;
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

  void leased(String name, String served, long nanos) {
    backend = name;
    servedModel = served;
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
