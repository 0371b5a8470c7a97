package io.stepgate.edge;

import io.stepgate.openai.ClientRids;
import io.stepgate.openai.InvalidRequest;
import io.stepgate.openai.PlainRequest;
import io.stepgate.parse.AnswerStream;
import io.stepgate.parse.CompletionStream;
import io.stepgate.parse.GenerateStream;
import io.stepgate.routing.ModelProfile;

/** A request whose answer passes as it is. */
final class PlainErrand implements Errand {
  static final String COMPLETIONS = "/v1/completions";
  static final String GENERATE = "/generate";

  private final ChatPlans plans;
  private final String target;
  private final PlainRequest request;
  private final boolean generates;

  /**
   * @throws InvalidRequest when the body is no JSON object
   */
  PlainErrand(ChatPlans plans, String target, byte[] body) throws InvalidRequest {
    this.plans = plans;
    this.target = target;
    generates = target.equals(COMPLETIONS) || target.equals(GENERATE);
    request =
        switch (target) {
          case COMPLETIONS -> PlainRequest.readCompletion(body);
          case GENERATE -> PlainRequest.readGenerate(body);
          default -> PlainRequest.read(body);
        };
  }

  @Override
  public boolean generates() {
    return generates;
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
  public byte[] body(ModelProfile profile, String rid) {
    return generates ? request.forBackend(rid) : request.body();
  }

  @Override
  public AnswerStream answerStream(ModelProfile profile, String rid) {
    return target.equals(GENERATE)
        ? new GenerateStream(plans.frame())
        : new CompletionStream(plans.frame(), request.wantsUsage() || profile.tellsUsage());
  }

  @Override
  public WholeAnswer wholeAnswer(ModelProfile profile, String rid) {
    return new PassedAnswer(generates ? rid : null, (json, out) -> out.write(json));
  }
}
