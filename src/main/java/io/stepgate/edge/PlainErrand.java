package io.stepgate.edge;

import io.stepgate.openai.BodyParts;
import io.stepgate.openai.ClientRids;
import io.stepgate.openai.InvalidRequest;
import io.stepgate.openai.PlainRequest;
import io.stepgate.parse.AnswerStream;
import io.stepgate.parse.CompletionStream;
import io.stepgate.parse.GenerateStream;
import io.stepgate.routing.ModelProfile;
import io.stepgate.routing.policy.Workload;
import java.util.List;

/** A request whose answer passes as it is. */
final class PlainErrand extends BodyErrand {
  static final String COMPLETIONS = "/v1/completions";
  static final String GENERATE = "/generate";

  /** What is asked of servers that do not generate. */
  static final List<String> EMBEDDING =
      List.of("/v1/embeddings", "/v1/rerank", "/v1/score", "/v1/classify");

  private final ChatPlans plans;
  private final String target;
  private final Workload workload;
  private final PlainRequest request;

  /**
   * @throws InvalidRequest when the body is no JSON object
   */
  PlainErrand(ChatPlans plans, String target, Body body) throws InvalidRequest {
    super(body);
    this.plans = plans;
    this.target = target;
    workload = workload(target);
    byte[] bytes = body.bytes();
    request =
        switch (target) {
          case COMPLETIONS -> PlainRequest.readCompletion(bytes);
          case GENERATE -> PlainRequest.readGenerate(bytes);
          default -> PlainRequest.read(bytes);
        };
  }

  private static Workload workload(String target) {
    return switch (target) {
      case COMPLETIONS, GENERATE -> Workload.GENERATION;
      default -> EMBEDDING.contains(target) ? Workload.EMBEDDING : Workload.ANY;
    };
  }

  @Override
  public Workload workload() {
    return workload;
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
    return target;
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
    return generates() ? request.forBackend(rid) : BodyParts.of(request.body());
  }

  @Override
  void forget() {
    request.forgetBody();
  }

  @Override
  public AnswerStream answerStream(ModelProfile profile, String rid) {
    return target.equals(GENERATE)
        ? new GenerateStream(plans.frame())
        : new CompletionStream(plans.frame(), request.wantsUsage() || profile.tellsUsage());
  }

  @Override
  public WholeAnswer wholeAnswer(ModelProfile profile, String rid) {
    return new PassedAnswer(generates() ? rid : null, (json, out) -> out.write(json));
  }
}
