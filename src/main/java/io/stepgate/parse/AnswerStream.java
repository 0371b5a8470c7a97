package io.stepgate.parse;

import io.stepgate.json.ByteSink;
import io.stepgate.json.JsonBytes;
import io.stepgate.json.MalformedJson;
import io.stepgate.openai.ApiError;
import io.stepgate.openai.BackendError;
import io.stepgate.openai.ErrorType;
import io.stepgate.openai.Usage;
import java.nio.charset.StandardCharsets;

/**
 * A backend's streamed answer on its way to the client: events in, cut anywhere, frames out. Frames
 * are exactly {@code data: {json}\n\n} and the last is {@code data: [DONE]\n\n}; an error frame
 * alone has {@code event: error} in front, since some clients take any other end for success. One
 * per request, used by one thread.
 */
public abstract sealed class AnswerStream permits ChatStream, CompletionStream, GenerateStream {
  static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ERROR = "event: error\ndata: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

  final ChunkReader chunk = new ChunkReader();
  final UsageReader usage = new UsageReader();
  final StreamTally tally = new StreamTally();
  ByteSink out;
  private final SseDecoder events;
  private ApiError error;
  private String rid;
  private boolean begun;
  private boolean done;

  /**
   * @param maxFrame bytes that one event may have
   */
  AnswerStream(int maxFrame) {
    events = new SseDecoder(maxFrame, this::event);
  }

  /** Whose answer it has to be: one that names another request of this gateway is refused. */
  public final void answers(String request) {
    rid = request;
  }

  /**
   * Reads {@code [from, to)} and appends the client's frames to {@code client}. An error that comes
   * as the first frame is not written but kept: {@link #error} has it, and no answer has begun.
   */
  public final void read(byte[] bytes, int from, int to, ByteSink client) throws ParseFailure {
    if (!over()) {
      out = client;
      events.read(bytes, from, to);
    }
  }

  /**
   * The backend's body is over. A stream without its end becomes an error frame, never a silent
   * end.
   */
  public final void end(ByteSink client) throws ParseFailure {
    if (over()) {
      return;
    }
    out = client;
    events.end();
    if (!over()) {
      close(false);
    }
  }

  /**
   * Ends the stream by an error: what was held goes out, then an error frame and {@code [DONE]}.
   */
  public final void fail(ApiError reason, ByteSink client) {
    if (over()) {
      return;
    }
    out = client;
    error = reason;
    if (begun) {
      flushHeld();
      client.write(ERROR).write(reason.json().getBytes(StandardCharsets.UTF_8)).write(END);
      client.write(DONE);
      done = true;
    }
  }

  /** Whether a frame came that is no error: the answer can be committed. */
  public final boolean begun() {
    return begun;
  }

  /** The error that ended the stream, or null. */
  public final ApiError error() {
    return error;
  }

  /** Whether {@code [DONE]} was written: nothing more will come. */
  public final boolean done() {
    return done;
  }

  /** Token counts as the backend told them last. */
  public Usage usage() {
    return usage.usage();
  }

  /** What went out so far. */
  public final StreamTally tally() {
    return tally;
  }

  private boolean over() {
    return done || error != null;
  }

  private void event(byte[] json, int from, int to) throws ParseFailure {
    if (over() || passes(json, from, to)) {
      return;
    }
    try {
      read(json, from, to);
    } catch (MalformedJson malformed) {
      throw ParseFailure.notJson();
    }
  }

  private void read(byte[] json, int from, int to) throws MalformedJson, ParseFailure {
    if (JsonBytes.spells(json, from, to, "[DONE]")) {
      close(true);
      return;
    }
    chunk.read(json, from, to);
    if (chunk.errorFrom >= 0) {
      fail(BackendError.read(json, from, to, 0), out);
      return;
    }
    if (!begun) {
      AnswerName.check(json, chunk, rid);
      begun = true;
    }
    if (chunk.usageFrom >= 0) {
      usage.read(json, chunk.usageFrom, chunk.usageTo);
    }
    frame(json, from, to);
  }

  private void close(boolean announced) {
    if (complete(announced)) {
      begun = true;
      out.write(DONE);
      done = true;
    } else {
      fail(
          ApiError.of(ErrorType.UPSTREAM, "the backend ended its answer before it was finished"),
          out);
    }
  }

  /** Writes a frame that needs no reading; false where it must be read. */
  abstract boolean passes(byte[] json, int from, int to);

  /** Writes what the client gets of a frame that {@link #chunk} has read. */
  abstract void frame(byte[] json, int from, int to) throws MalformedJson, ParseFailure;

  /**
   * Whether the answer is whole.
   *
   * @param announced the backend said so by {@code [DONE]}
   */
  abstract boolean complete(boolean announced);

  /** Writes what is still held: the stream breaks off here. */
  abstract void flushHeld();
}
