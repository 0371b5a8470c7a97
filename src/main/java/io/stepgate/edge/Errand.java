package io.stepgate.edge;

import io.stepgate.json.ByteSink;
import io.stepgate.openai.BodyParts;
import io.stepgate.openai.ClientRids;
import io.stepgate.openai.Usage;
import io.stepgate.parse.AnswerStream;
import io.stepgate.parse.ParseFailure;
import io.stepgate.parse.StreamTally;
import io.stepgate.routing.ModelProfile;
import io.stepgate.routing.policy.Workload;
import io.vertx.core.http.HttpMethod;

/** One kind of request: what of it goes to a backend, and how the backend's answer is read. */
interface Errand {
  default HttpMethod method() {
    return HttpMethod.POST;
  }

  /** What it asks of a backend. */
  Workload workload();

  /** Whether a backend works on it for long, and can be told to stop by its {@code rid}. */
  default boolean generates() {
    return workload() == Workload.GENERATION;
  }

  /** The client's own names for the answers. */
  default ClientRids rids() {
    return ClientRids.NONE;
  }

  /** How many answers with names of their own a backend makes; 0 for one that has the request's. */
  default int answers() {
    return 0;
  }

  /** The path at the backend, with its query. */
  String target();

  /** The model that is asked for, or null. */
  String model();

  /** Whether the client wants a stream. */
  boolean stream();

  /**
   * The body for a backend, or null for none.
   *
   * @param rid the backend's name for this try
   */
  BodyParts body(ModelProfile profile, String rid);

  /** How a streamed answer is read. */
  AnswerStream answerStream(ModelProfile profile, String rid);

  /** How a whole answer is read. */
  WholeAnswer wholeAnswer(ModelProfile profile, String rid);

  /** The answer begins, so that no other backend is tried. */
  default void begun() {
    // Nothing was held for another try.
  }

  /** The request is over. */
  default void close() {
    // Nothing is held.
  }

  /** A whole answer on its way to the client. */
  interface WholeAnswer {
    void read(byte[] json, ByteSink out) throws ParseFailure;

    Usage usage();

    StreamTally tally();
  }
}
