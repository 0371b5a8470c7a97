package io.stepgate.edge;

import io.stepgate.openai.InvalidRequest;
import io.stepgate.openai.JsonStrings;
import io.stepgate.openai.PlainRequest;
import io.stepgate.routing.BackendControl;
import io.stepgate.routing.ControlAnswer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;

/** Orders that go to every backend. */
@Singleton
class ControlEndpoint {
  static final BodyLimit LIMIT = new BodyLimit(64 * 1024, "this path's own");

  private final BackendControl control;

  ControlEndpoint(BackendControl control) {
    this.control = control;
  }

  void abort(RoutingContext context, Buffer body) throws InvalidRequest {
    PlainRequest.read(body.getBytes());
    tell(context.request(), control.abortEverywhere(body.toString()));
  }

  void flush(RoutingContext context, Buffer nothing) {
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
        .onFailure(failure -> Arrival.refuse(request, ErrorTable.of(failure)));
  }

  private static String json(List<ControlAnswer> answers) {
    StringBuilder json = new StringBuilder("{\"backends\":[");
    for (ControlAnswer answer : answers) {
      json.append(json.charAt(json.length() - 1) == '[' ? "" : ",").append("{\"name\":");
      JsonStrings.quote(answer.backend(), json);
      json.append(",\"status\":").append(answer.status()).append('}');
    }
    return json.append("]}").toString();
  }
}
