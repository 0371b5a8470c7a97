package io.stepgate.routing;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;

/**
 * Why a backend gets no requests. The words are ours, since they are published and logged: a
 * library's message may quote a key or an address.
 */
record DownReason(Kind kind, String words) {
  /** What the probe decides by. */
  enum Kind {
    /** Nobody listens there. */
    REFUSED,
    /** It took a call, and nothing came. */
    TIMED_OUT,
    /** Its health check answers, but not with 200. */
    UNHEALTHY,
    /** No call came about. */
    UNREACHABLE,
    /** It answers, and the answer is no good. */
    OTHER;

    /** Whether one time is enough. */
    boolean decisive() {
      return this == REFUSED || this == TIMED_OUT || this == UNHEALTHY;
    }
  }

  static final DownReason REFUSED = new DownReason(Kind.REFUSED, "refused a connection");
  static final DownReason TIMED_OUT = new DownReason(Kind.TIMED_OUT, "did not answer in time");
  static final DownReason NO_CONNECTION = unreachable("took no connection in time");
  static final DownReason UNRESOLVED = unreachable("its name does not resolve");
  static final DownReason NO_ROUTE = unreachable("cannot be reached");
  static final DownReason CLOSED = unreachable("closed the connection");
  static final DownReason TLS = unreachable("failed in TLS");
  static final DownReason UNKNOWN = unreachable("could not be asked");
  static final DownReason NOT_HTTP = other("did not answer in HTTP");
  static final DownReason TOO_LARGE =
      other("answered with over " + RestControlCalls.LIMIT + " bytes");
  static final DownReason NO_MODELS = other("gave no model list");

  private static final int DEEPEST = 10;

  static DownReason unhealthy(int status) {
    return new DownReason(Kind.UNHEALTHY, "/health answered " + status);
  }

  /**
   * @param path one of ours
   */
  static DownReason answered(String path, int status) {
    return other(path + " answered " + status);
  }

  /** What a failed call says of its backend. The cause that says more is the inner one. */
  static DownReason of(Throwable failure) {
    DownReason found = UNKNOWN;
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      DownReason says = known(cause);
      if (says != UNKNOWN) {
        found = says;
      }
      cause = cause.getCause();
    }
    return found;
  }

  private static DownReason known(Throwable failure) {
    if (failure instanceof ControlFailure ours) {
      return ours.reason();
    }
    if (failure instanceof ConnectTimeoutException) {
      return NO_CONNECTION;
    }
    if (failure instanceof TimeoutException
        || failure instanceof java.util.concurrent.TimeoutException) {
      return TIMED_OUT;
    }
    if (failure instanceof UnknownHostException) {
      return UNRESOLVED;
    }
    if (failure instanceof NoRouteToHostException) {
      return NO_ROUTE;
    }
    if (failure instanceof ConnectException) {
      return REFUSED;
    }
    if (failure instanceof SSLException) {
      return TLS;
    }
    if (failure instanceof HttpClosedException
        || failure instanceof StreamResetException
        || failure instanceof ClosedChannelException) {
      return CLOSED;
    }
    if (failure instanceof DecoderException || failure instanceof IllegalArgumentException) {
      return NOT_HTTP;
    }
    return failure instanceof IOException ? CLOSED : UNKNOWN;
  }

  private static DownReason unreachable(String words) {
    return new DownReason(Kind.UNREACHABLE, words);
  }

  private static DownReason other(String words) {
    return new DownReason(Kind.OTHER, words);
  }
}
