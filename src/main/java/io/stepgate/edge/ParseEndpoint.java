package io.stepgate.edge;

import io.stepgate.json.JsonEscaper;
import io.stepgate.openai.InvalidRequest;
import io.stepgate.openai.TextRequest;
import io.stepgate.parse.DeclaredTools;
import io.stepgate.parse.ParserCatalog;
import io.stepgate.parse.TextPlan;
import io.stepgate.parse.WholeText;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.List;

/** SGLang's two parsing services, answered by the gateway's own parsers in SGLang's shapes. */
@Singleton
class ParseEndpoint {
  private final ChatPlans plans;

  ParseEndpoint(ChatPlans plans) {
    this.plans = plans;
  }

  Buffer reasoning(byte[] body) throws InvalidRequest {
    TextRequest request = TextRequest.read(body, "reasoning_parser");
    String parser = known("reasoning_parser", request.parser(), ParserCatalog.reasoningNames());
    WholeText parsed =
        WholeText.parse(
            new TextPlan(parser, ParserCatalog.NONE, null, false, false, false, plans.held()),
            request.text());
    StringBuilder json = new StringBuilder("{\"reasoning_text\":");
    JsonEscaper.quote(parsed.reasoning(), json);
    json.append(",\"text\":");
    JsonEscaper.quote(parsed.content(), json);
    return Buffer.buffer(json.append('}').toString());
  }

  Buffer calls(byte[] body) throws InvalidRequest {
    TextRequest request = TextRequest.read(body, "tool_call_parser");
    String parser = known("tool_call_parser", request.parser(), ParserCatalog.toolCallNames());
    if (request.tools() == null) {
      throw new InvalidRequest("tools", "'tools' is missing: it must be an array");
    }
    WholeText parsed =
        WholeText.parse(
            new TextPlan(
                ParserCatalog.NONE, parser, tools(request), false, false, true, plans.held()),
            request.text());
    StringBuilder json = new StringBuilder("{\"normal_text\":");
    JsonEscaper.quote(parsed.content(), json);
    json.append(",\"calls\":[");
    for (WholeText.Call call : parsed.calls()) {
      json.append(call.index() == 0 ? "" : ",").append("{\"tool_index\":").append(call.index());
      json.append(",\"name\":");
      JsonEscaper.quote(call.name(), json);
      json.append(",\"parameters\":");
      JsonEscaper.quote(call.arguments(), json);
      json.append('}');
    }
    return Buffer.buffer(json.append("]}").toString());
  }

  private static DeclaredTools tools(TextRequest request) throws InvalidRequest {
    try {
      return DeclaredTools.read(request.body(), request.tools().from(), request.tools().length());
    } catch (IllegalArgumentException malformed) {
      throw new InvalidRequest("tools", malformed.getMessage());
    }
  }

  private static String known(String field, String name, List<String> names) throws InvalidRequest {
    if (name == null || !names.contains(name)) {
      throw new InvalidRequest(field, "'" + field + "' must be one of " + String.join(", ", names));
    }
    return name;
  }
}
