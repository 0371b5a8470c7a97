package io.stepgate.ops;

import io.quarkus.arc.lookup.LookupIfProperty;
import io.stepgate.edge.ExchangeFacts;
import io.stepgate.edge.ExchangeObserver;
import io.stepgate.edge.Outcome;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** One line per request. It tells who, where and how long; never what was asked or answered. */
@Singleton
@LookupIfProperty(name = OpsConfig.OBSERVE, stringValue = "true", lookupIfMissing = true)
class AccessLog implements ExchangeObserver {
  private static final Logger LOG = Logger.getLogger("io.stepgate.access");
  private static final int NAME_LIMIT = 128;

  @Override
  public void finished(ExchangeFacts exchange, Outcome outcome, long nanos) {
    if (LOG.isInfoEnabled()) {
      LOG.info(line(exchange, outcome, nanos));
    }
  }

  private static String line(ExchangeFacts exchange, Outcome outcome, long nanos) {
    return new StringBuilder(192)
        .append("id=")
        .append(exchange.requestId())
        .append(" endpoint=")
        .append(exchange.endpoint())
        .append(" model=")
        .append(visible(exchange.model()))
        .append(" caller=")
        .append(visible(exchange.caller()))
        .append(" backend=")
        .append(visible(exchange.backend()))
        .append(" status=")
        .append(exchange.status())
        .append(" outcome=")
        .append(outcome.word())
        .append(" stream=")
        .append(exchange.streaming())
        .append(" tries=")
        .append(exchange.tries())
        .append(" ms=")
        .append((nanos - exchange.arrivedNanos()) / 1_000_000)
        .append(" prompt_tokens=")
        .append(exchange.usage().prompt())
        .append(" completion_tokens=")
        .append(exchange.usage().completion())
        .toString();
  }

  /** What a client made up must not break a line or fill the log. */
  private static String visible(String name) {
    if (name.isEmpty()) {
      return "-";
    }
    StringBuilder clean = new StringBuilder();
    for (int i = 0; i < name.length() && i < NAME_LIMIT; i++) {
      char c = name.charAt(i);
      clean.append(c > ' ' && c <= '~' ? c : '?');
    }
    return clean.toString();
  }
}
