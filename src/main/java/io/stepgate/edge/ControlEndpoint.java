package io.stepgate.edge;

import io.stepgate.admission.Caller;
import io.stepgate.admission.Refusal;
import io.stepgate.json.JsonEscaper;
import io.stepgate.openai.AbortRequest;
import io.stepgate.openai.InvalidRequest;
import io.stepgate.routing.BackendControl;
import io.stepgate.routing.ControlAnswer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Orders to backends. */
@Singleton
class ControlEndpoint {
  static final BodyLimit LIMIT = new BodyLimit(64 * 1024, "this path's own");

  private final BackendControl control;
  private final Callers callers;
  private final NamedRequests named;

  ControlEndpoint(BackendControl control, Callers callers, NamedRequests named) {
    this.control = control;
    this.callers = callers;
    this.named = named;
  }

  /**
   * Aborts the caller's own requests by the name that it gave them. Administrators may name any
   * other request as its backend knows it, or all: that goes to every backend.
   */
  void abort(RoutingContext context, byte[] body) throws InvalidRequest {
    HttpServerRequest request = context.request();
    AbortRequest order = AbortRequest.read(body);
    try {
      Caller caller = callers.identify(request);
      int own = order.all() || order.rid() == null ? 0 : named.abort(caller.name(), order.rid());
      if (own == 0 && (caller.admin() || order.all())) {
        callers.identifyAdmin(request);
        tell(request, control.abortEverywhere(new String(body, StandardCharsets.UTF_8)));
      } else {
        Replies.json(request.response(), "{\"aborted\":" + own + "}");
      }
    } catch (Refusal refusal) {
      Arrival.refuse(request, refusal);
    }
  }

  void flush(RoutingContext context, byte[] nothing) {
    tell(context.request(), control.flushEverywhere());
  }

  /** 200 when each backend did it, 502 when one did not; the list says which. */
  private static void tell(HttpServerRequest request, Future<List<ControlAnswer>> answers) {
    answers
        .onSuccess(
            list -> {
              boolean all = list.stream().allMatch(answer -> answer.status() == 200);
              request.response().setStatusCode(all ? 200 : 502);
              Replies.json(request.response(), json(list));
            })
        .onFailure(failure -> Arrival.refuse(request, failure));
  }

  private static String json(List<ControlAnswer> answers) {
    StringBuilder json = new StringBuilder("{\"backends\":[");
    for (ControlAnswer answer : answers) {
      json.append(json.charAt(json.length() - 1) == '[' ? "" : ",").append("{\"name\":");
      JsonEscaper.quote(answer.backend(), json);
      json.append(",\"status\":").append(answer.status()).append('}');
    }
    return json.append("]}").toString();
  }
}
