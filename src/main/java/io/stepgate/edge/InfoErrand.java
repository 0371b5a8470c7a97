package io.stepgate.edge;

import io.stepgate.openai.BodyParts;
import io.stepgate.parse.AnswerStream;
import io.stepgate.parse.ServerDescription;
import io.stepgate.routing.ModelProfile;
import io.stepgate.routing.policy.Workload;
import io.vertx.core.http.HttpMethod;

/** Asks one ready backend to describe itself; what is not known to be harmless stays behind. */
final class InfoErrand implements Errand {
  private final String target;

  InfoErrand(String target) {
    this.target = target;
  }

  @Override
  public HttpMethod method() {
    return HttpMethod.GET;
  }

  @Override
  public Workload workload() {
    return Workload.ANY;
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public String model() {
    return null;
  }

  @Override
  public boolean stream() {
    return false;
  }

  @Override
  public BodyParts body(ModelProfile profile, String rid) {
    return null;
  }

  @Override
  public AnswerStream answerStream(ModelProfile profile, String rid) {
    throw new IllegalStateException("a description does not stream");
  }

  @Override
  public WholeAnswer wholeAnswer(ModelProfile profile, String rid) {
    return new PassedAnswer(null, ServerDescription::told);
  }
}
