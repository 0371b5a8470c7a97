package io.stepgate.edge;

import io.stepgate.admission.Refusal;
import io.stepgate.openai.ApiError;
import io.stepgate.openai.ErrorType;
import io.stepgate.openai.InvalidRequest;
import io.stepgate.openai.JsonStrings;
import io.stepgate.openai.PlainRequest;
import io.stepgate.routing.ControlAnswer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Orders that go to every backend. Only for those whom {@code stepgate.admission.admin} lets in.
 */
@Singleton
class ControlEndpoint {
  private static final long BODY_LIMIT = 64 * 1024;

  private final Vertx vertx;
  private final Corridor corridor;

  ControlEndpoint(Vertx vertx, Corridor corridor) {
    this.vertx = vertx;
    this.corridor = corridor;
  }

  void abort(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (allowed(request)) {
      BodyReader.read(vertx, request, BODY_LIMIT, corridor.admission().bodyTimeout())
          .onSuccess(body -> abort(request, body))
          .onFailure(failure -> Arrival.refuse(request, ErrorTable.of(failure)));
    }
  }

  private void abort(HttpServerRequest request, Buffer body) {
    try {
      PlainRequest.read(body.getBytes());
      tell(request, corridor.control().abortEverywhere(body.toString()));
    } catch (InvalidRequest invalid) {
      Arrival.refuse(request, invalid.error());
    }
  }

  void flush(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.POST)) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, POST");
      Arrival.refuse(
          request,
          new ApiError(405, ErrorType.INVALID_REQUEST, "use GET or POST on this path", null, null));
    } else if (allowed(request)) {
      request.resume();
      tell(request, corridor.control().flushEverywhere());
    }
  }

  private boolean allowed(HttpServerRequest request) {
    try {
      corridor
          .admission()
          .identifyAdmin(request.getHeader(HttpHeaders.AUTHORIZATION), Arrival.loopback(request));
      return true;
    } catch (Refusal refusal) {
      Arrival.refuse(request, ErrorTable.of(refusal));
      return false;
    }
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
