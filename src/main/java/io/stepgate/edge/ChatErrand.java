package io.stepgate.edge;

import io.stepgate.admission.Caller;
import io.stepgate.admission.Refusal;
import io.stepgate.json.ByteSink;
import io.stepgate.json.Span;
import io.stepgate.openai.BodyParts;
import io.stepgate.openai.ChatRequest;
import io.stepgate.openai.ClientRids;
import io.stepgate.openai.InvalidRequest;
import io.stepgate.openai.Usage;
import io.stepgate.parse.AnswerStream;
import io.stepgate.parse.ChatAnswer;
import io.stepgate.parse.ChatStream;
import io.stepgate.parse.DeclaredTools;
import io.stepgate.parse.ParseFailure;
import io.stepgate.parse.StreamTally;
import io.stepgate.routing.ModelProfile;
import io.stepgate.routing.policy.Workload;

/** A chat request: the answer is taken apart. */
final class ChatErrand extends BodyErrand {
  static final String PATH = "/v1/chat/completions";

  private final ChatPlans plans;
  private final Caller caller;
  private final DeclaredTools tools;
  private final ChatRequest request;

  /**
   * @throws InvalidRequest when the body is no chat request
   * @throws Refusal when there is no room for the tools that it declares
   */
  ChatErrand(ChatPlans plans, Caller caller, Body body) throws InvalidRequest, Refusal {
    super(body);
    this.plans = plans;
    this.caller = caller;
    request = ChatRequest.read(body.bytes());
    tools = request.callsActive() ? tools(body.bytes(), request.tools()) : null;
    if (tools != null) {
      body.keeps(tools.bytes());
    }
  }

  private static DeclaredTools tools(byte[] body, Span span) throws InvalidRequest {
    try {
      return DeclaredTools.read(body, span.from(), span.length());
    } catch (IllegalArgumentException malformed) {
      throw new InvalidRequest("tools", malformed.getMessage());
    }
  }

  @Override
  public Workload workload() {
    return Workload.GENERATION;
  }

  @Override
  public ClientRids rids() {
    return request.rids();
  }

  @Override
  public int answers() {
    return request.answers();
  }

  @Override
  public String target() {
    return PATH;
  }

  @Override
  public String model() {
    return request.model();
  }

  @Override
  public boolean stream() {
    return request.stream();
  }

  @Override
  public BodyParts body(ModelProfile profile, String rid) {
    return request.forBackend(rid, plans.needsMarkers(request, profile), plans.remembered(caller));
  }

  @Override
  void forget() {
    request.forgetBody();
  }

  @Override
  public AnswerStream answerStream(ModelProfile profile, String rid) {
    return new ChatStream(plans.plan(request, tools, profile, rid, caller));
  }

  @Override
  public WholeAnswer wholeAnswer(ModelProfile profile, String rid) {
    ChatAnswer answer = new ChatAnswer(plans.plan(request, tools, profile, rid, caller));
    return new WholeAnswer() {
      @Override
      public void read(byte[] json, ByteSink out) throws ParseFailure {
        answer.read(json, out);
      }

      @Override
      public Usage usage() {
        return answer.usage();
      }

      @Override
      public StreamTally tally() {
        return answer.tally();
      }
    };
  }
}
