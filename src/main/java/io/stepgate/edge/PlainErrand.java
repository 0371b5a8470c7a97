package io.stepgate.edge;

import io.stepgate.openai.ByteSink;
import io.stepgate.openai.InvalidRequest;
import io.stepgate.openai.PlainRequest;
import io.stepgate.openai.Usage;
import io.stepgate.parse.AnswerStream;
import io.stepgate.parse.PlainStream;
import io.stepgate.parse.StreamTally;
import io.stepgate.routing.ModelProfile;
import io.vertx.core.http.HttpMethod;

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
  public HttpMethod method() {
    return HttpMethod.POST;
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
    return new WholeAnswer() {
      private final StreamTally tally = new StreamTally();

      @Override
      public void read(byte[] json, ByteSink out) {
        out.write(json);
      }

      @Override
      public Usage usage() {
        return Usage.NONE;
      }

      @Override
      public StreamTally tally() {
        return tally;
      }
    };
  }
}
