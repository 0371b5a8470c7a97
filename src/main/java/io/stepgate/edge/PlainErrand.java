package io.stepgate.edge;

import io.stepgate.openai.InvalidRequest;
import io.stepgate.openai.PlainRequest;
import io.stepgate.parse.AnswerStream;
import io.stepgate.parse.PlainStream;
import io.stepgate.routing.ModelProfile;

/** A request whose answer passes as it is. */
final class PlainErrand implements Errand {
  private final ChatPlans plans;
  private final String target;
  private final PlainRequest request;
  private final boolean generates;

  /**
   * @param generates whether the backend can be told to stop it, by a {@code rid}
   * @throws InvalidRequest when the body is no JSON object
   */
  PlainErrand(ChatPlans plans, String target, byte[] body, boolean generates)
      throws InvalidRequest {
    this.plans = plans;
    this.target = target;
    this.generates = generates;
    request = PlainRequest.read(body);
  }

  @Override
  public boolean generates() {
    return generates;
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
    return generates ? request.withRid(rid) : request.body();
  }

  @Override
  public AnswerStream answerStream(ModelProfile profile, String rid) {
    return new PlainStream(plans.frame());
  }

  @Override
  public WholeAnswer wholeAnswer(ModelProfile profile, String rid) {
    return new PassedAnswer((json, out) -> out.write(json));
  }
}
