package io.stepgate.edge;

import io.stepgate.admission.Admitted;
import io.stepgate.openai.ApiError;
import io.stepgate.openai.BackendError;
import io.stepgate.openai.ErrorType;
import io.stepgate.openai.Secrets;
import io.stepgate.relay.Call;
import io.stepgate.relay.Upstream;
import io.stepgate.relay.UpstreamFailure;
import io.stepgate.relay.UpstreamRequest;
import io.stepgate.routing.Lease;
import io.stepgate.routing.NoBackend;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Set;

/**
 * Asks one ready backend to describe itself and leaves its secrets out: SGLang tells its own key.
 */
final class InfoRelay {
  private static final long LIMIT = 4 << 20;

  private final Corridor corridor;
  private final HttpServerRequest client;
  private Admitted admitted;
  private Lease lease;

  InfoRelay(Corridor corridor, RoutingContext context) {
    this.corridor = corridor;
    client = context.request();
  }

  void start() {
    try {
      var caller =
          corridor
              .admission()
              .identify(client.getHeader("Authorization"), Arrival.loopback(client));
      corridor.admission().admit(caller).future().onSuccess(this::ask).onFailure(this::failed);
    } catch (io.stepgate.admission.Refusal refusal) {
      failed(refusal);
    }
  }

  private void ask(Admitted permit) {
    admitted = permit;
    try {
      lease = corridor.selector().lease(admitted, null, Set.of());
    } catch (NoBackend none) {
      failed(none);
      return;
    }
    boolean forwardKey = !corridor.admission().keysRequired();
    Call call =
        corridor
            .relay()
            .open(
                lease,
                new UpstreamRequest(
                    HttpMethod.GET, client.uri(), client.headers(), forwardKey, null));
    client.response().closeHandler(gone -> close(Lease.Outcome.CANCELLED));
    call.upstream()
        .compose(upstream -> upstream.collect(LIMIT).onSuccess(body -> answer(upstream, body)))
        .onFailure(this::failed);
  }

  private void answer(Upstream upstream, Buffer body) {
    byte[] bytes = body.getBytes();
    if (upstream.status() != 200) {
      int status = upstream.status() < 400 ? 502 : upstream.status();
      refuse(BackendError.read(bytes, 0, bytes.length, status), Lease.Outcome.SERVED);
      return;
    }
    try {
      byte[] clean = Secrets.removed(bytes);
      client.response().putHeader(Replies.BACKEND, lease.backend());
      Replies.json(client.response(), Buffer.buffer(clean));
      close(Lease.Outcome.SERVED);
    } catch (IOException notJson) {
      refuse(
          ApiError.of(ErrorType.UPSTREAM, "the backend's description is not JSON"),
          Lease.Outcome.BROKEN);
    }
  }

  private void failed(Throwable failure) {
    Lease.Outcome outcome =
        failure instanceof UpstreamFailure upstream
            ? upstream.kind().outcome()
            : Lease.Outcome.CANCELLED;
    refuse(ErrorTable.of(failure), outcome);
  }

  private void refuse(ApiError error, Lease.Outcome outcome) {
    if (lease != null) {
      client.response().putHeader(Replies.BACKEND, lease.backend());
    }
    Arrival.refuse(client, error);
    close(outcome);
  }

  private void close(Lease.Outcome outcome) {
    if (lease != null) {
      lease.close(outcome);
    }
    if (admitted != null) {
      admitted.close();
    }
  }
}
