package io.stepgate.parse;

import io.stepgate.openai.ApiError;
import io.stepgate.openai.BackendError;
import io.stepgate.openai.ByteSink;
import io.stepgate.openai.ErrorType;
import io.stepgate.openai.JsonBytes;
import io.stepgate.openai.Usage;
import java.nio.charset.StandardCharsets;

/**
 * A stream that is not taken apart, {@code /v1/completions} or {@code /generate}: its events pass
 * as they are, and are looked at only to tell an error in the first one, the usage, and a stream
 * that breaks off.
 */
public final class PlainStream implements AnswerStream {
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

  private final SseDecoder events;
  private final ChunkReader chunk = new ChunkReader();
  private final UsageReader usage = new UsageReader();
  private final StreamTally tally = new StreamTally();
  private ByteSink out;
  private ApiError error;
  private boolean begun;
  private boolean done;

  /**
   * @param maxFrame bytes that one event may have
   */
  public PlainStream(int maxFrame) {
    events = new SseDecoder(maxFrame, this::event);
  }

  @Override
  public void read(byte[] bytes, int from, int to, ByteSink client) throws ParseFailure {
    if (!over()) {
      out = client;
      events.read(bytes, from, to);
    }
  }

  @Override
  public void end(ByteSink client) throws ParseFailure {
    if (over()) {
      return;
    }
    out = client;
    events.end();
    if (!over()) {
      fail(
          ApiError.of(ErrorType.UPSTREAM, "the backend ended its answer before it was finished"),
          client);
    }
  }

  @Override
  public void fail(ApiError reason, ByteSink client) {
    if (over()) {
      return;
    }
    error = reason;
    if (begun) {
      client.write(DATA).write(reason.json().getBytes(StandardCharsets.UTF_8)).write(END);
      client.write(DONE);
      done = true;
    }
  }

  @Override
  public boolean begun() {
    return begun;
  }

  @Override
  public ApiError error() {
    return error;
  }

  @Override
  public boolean done() {
    return done;
  }

  @Override
  public Usage usage() {
    return usage.usage();
  }

  @Override
  public StreamTally tally() {
    return tally;
  }

  private boolean over() {
    return done || error != null;
  }

  private void event(byte[] json, int from, int to) throws ParseFailure {
    if (over()) {
      return;
    }
    if (JsonBytes.spells(json, from, to, "[DONE]")) {
      begun = true;
      out.write(DONE);
      done = true;
      return;
    }
    chunk.read(json, from, to);
    if (chunk.errorFrom >= 0) {
      fail(BackendError.read(json, from, to, 0), out);
      return;
    }
    begun = true;
    if (chunk.usageFrom >= 0) {
      usage.read(json, chunk.usageFrom, chunk.usageTo);
    }
    out.write(DATA).write(json, from, to).write(END);
    tally.text(false, chunk.usageFrom < 0 || chunk.nextChoice(json));
  }
}
