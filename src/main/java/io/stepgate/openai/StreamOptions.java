package io.stepgate.openai;

import io.stepgate.json.FieldNames;
import io.stepgate.json.Span;
import java.nio.charset.StandardCharsets;

/**
 * {@code stream_options} of a request, of which the gateway reads and sets {@code include_usage}.
 */
final class StreamOptions {
  static final String NAME = "stream_options";
  private static final String USAGE = "include_usage";
  private static final FieldNames FIELDS = FieldNames.of(USAGE);

  private final RequestFields request;
  private final RequestFields options;
  private final boolean wantsUsage;

  private StreamOptions(RequestFields request) throws InvalidRequest {
    this.request = request;
    options = request.object(NAME, FIELDS);
    wantsUsage = options != null && Boolean.TRUE.equals(options.flag(USAGE));
  }

  static StreamOptions of(RequestFields request) throws InvalidRequest {
    return new StreamOptions(request);
  }

  /** Whether the client wants a stream's usage. */
  boolean wantsUsage() {
    return wantsUsage;
  }

  /** Asks the backend for the usage, which the gateway always wants to know. */
  void askForUsage(BodyPatch patch) {
    if (!wantsUsage) {
      patch.set(NAME, withUsage());
    }
  }

  private String withUsage() {
    Span span = request.present(NAME);
    if (span == null) {
      return "{\"" + USAGE + "\":true}";
    }
    BodyPatch patch = new BodyPatch(request.bytes(span), options);
    patch.set(USAGE, "true");
    return new String(patch.apply().copy(), StandardCharsets.UTF_8);
  }
}
