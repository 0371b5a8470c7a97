package io.stepgate.parse;

import io.stepgate.openai.ApiError;
import io.stepgate.openai.ByteSink;
import io.stepgate.openai.Usage;

/** A backend's streamed answer on its way to the client. One per request, used by one thread. */
public sealed interface AnswerStream permits ChatStream, PlainStream {
  /**
   * Reads {@code [from, to)} and appends the client's frames to {@code client}. An error that comes
   * as the first frame is not written but kept: {@link #error} has it, and no answer has begun.
   */
  void read(byte[] bytes, int from, int to, ByteSink client) throws ParseFailure;

  /**
   * The backend's body is over. A stream without its end becomes an error frame, never a silent
   * end.
   */
  void end(ByteSink client) throws ParseFailure;

  /**
   * Ends the stream by an error: what was held goes out, then an error frame and {@code [DONE]}.
   */
  void fail(ApiError reason, ByteSink client);

  /** Whether a frame came that is no error: the answer can be committed. */
  boolean begun();

  /** The error that ended the stream, or null. */
  ApiError error();

  /** Whether {@code [DONE]} was written: nothing more will come. */
  boolean done();

  /** Token counts as the backend told them last. */
  Usage usage();

  /** What went out so far. */
  StreamTally tally();
}
