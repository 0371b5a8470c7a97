package io.stepgate.ops;

import io.stepgate.edge.ExchangeFacts;
import io.stepgate.openai.Usage;
import io.stepgate.report.RequestSample;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is told of a request, in order, as a line or by name. Times are milliseconds with three
 * decimals. What is not known is {@code -} in the line and left out by name.
 */
abstract class AccessFields {
  private static final long NOT_KNOWN = -1;
  private static final int MICROS = 1000;

  /** {@code name=value} with blanks between. */
  static String line(Measured request) {
    Line line = new Line();
    line.tell(request);
    return line.text.toString();
  }

  /** The same by name: numbers are numbers. */
  static Map<String, Object> byName(Measured request) {
    Names names = new Names();
    names.tell(request);
    return names.values;
  }

  final void tell(Measured request) {
    ExchangeFacts exchange = request.exchange();
    RequestSample sample = request.sample();
    boolean sawToken = sample != null && sample.sawToken();
    Usage usage = exchange.usage();
    word("id", exchange.requestId());
    word("endpoint", exchange.endpoint());
    word("model", ClientText.tidy(exchange.model()));
    word("caller", ClientText.tidy(exchange.caller()));
    word("backend", ClientText.tidy(exchange.backend()));
    number("status", exchange.status());
    word("outcome", request.outcome().word());
    flag("stream", exchange.streaming());
    number("tries", exchange.tries());
    millis("e2e_ms", request.latencyNanos());
    millis("ttft_ms", sawToken ? sample.ttftNanos() : NOT_KNOWN);
    millis("tpot_ms", sawToken && sample.hasTpot() ? (long) sample.tpotNanos() : NOT_KNOWN);
    millis("itl_ms", sawToken && sample.hasItl() ? (long) sample.meanItlNanos() : NOT_KNOWN);
    millis("overhead_ms", request.ownNanos());
    number("prompt_tokens", usage.prompt());
    number("completion_tokens", usage.completion());
    number("reasoning_tokens", PhaseTokens.countedReasoning(usage, exchange.tally()));
    number("cached_tokens", usage.cached());
  }

  /** Empty where it is not known. */
  abstract void word(String name, String value);

  abstract void flag(String name, boolean value);

  /** Below 0 where it is not known. */
  abstract void number(String name, long value);

  /** Below 0 where it is not known. */
  abstract void millis(String name, long nanos);

  private static final class Line extends AccessFields {
    private final StringBuilder text = new StringBuilder(384);

    private StringBuilder named(String name) {
      if (text.length() > 0) {
        text.append(' ');
      }
      return text.append(name).append('=');
    }

    @Override
    void word(String name, String value) {
      named(name).append(value.isEmpty() ? "-" : value);
    }

    @Override
    void flag(String name, boolean value) {
      named(name).append(value);
    }

    @Override
    void number(String name, long value) {
      if (value < 0) {
        named(name).append('-');
      } else {
        named(name).append(value);
      }
    }

    @Override
    void millis(String name, long nanos) {
      if (nanos < 0) {
        named(name).append('-');
        return;
      }
      long micros = nanos / MICROS;
      int rest = (int) (micros % MICROS);
      named(name).append(micros / MICROS).append('.');
      text.append((char) ('0' + rest / 100));
      text.append((char) ('0' + rest / 10 % 10));
      text.append((char) ('0' + rest % 10));
    }
  }

  private static final class Names extends AccessFields {
    private final Map<String, Object> values = new LinkedHashMap<>();

    @Override
    void word(String name, String value) {
      if (!value.isEmpty()) {
        values.put(name, value);
      }
    }

    @Override
    void flag(String name, boolean value) {
      values.put(name, value);
    }

    @Override
    void number(String name, long value) {
      if (value >= 0) {
        values.put(name, value);
      }
    }

    @Override
    void millis(String name, long nanos) {
      if (nanos >= 0) {
        values.put(name, nanos / MICROS / (double) MICROS);
      }
    }
  }
}
