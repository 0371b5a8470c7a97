package io.stepgate.edge;

import io.stepgate.admission.Caller;
import io.stepgate.openai.BodyParts;
import io.stepgate.openai.InvalidRequest;
import io.stepgate.parse.AnswerStream;
import io.stepgate.routing.ModelProfile;
import io.stepgate.routing.policy.Workload;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;

/** A path of the tests' own on which the gateway itself goes wrong. */
@Singleton
class FaultyRoute {
  static final String PATH = "/faulty";

  /** The body that goes wrong before the request is one for a backend. */
  static final String EARLY = "early";

  /** Another path, of those that the gateway answers by itself. */
  static final String OWN = "/faulty-own";

  /** What a fault may have been reading. */
  static final String SECRET = "the prompt's own words";

  void open(@Observes Router router, ForwardedRoutes forwarded, OwnRoutes own) {
    router.post(PATH).handler(forwarded.errand(PATH, FaultyRoute::errand));
    router.post(OWN).handler(own.plain(Access.OPEN, FaultyRoute::enter));
  }

  private static void enter(RoutingContext context, byte[] nothing) {
    throw new IllegalStateException(SECRET, new StackOverflowError(SECRET));
  }

  private static BodyErrand errand(ChatPlans plans, Caller caller, Body body)
      throws InvalidRequest {
    if (new String(body.bytes(), StandardCharsets.UTF_8).equals(EARLY)) {
      throw new StackOverflowError(SECRET);
    }
    return new Late(body);
  }

  /** Goes wrong once it has its permit. */
  private static final class Late extends BodyErrand {
    Late(Body body) {
      super(body);
    }

    @Override
    void forget() {
      // Nothing is kept.
    }

    @Override
    public Workload workload() {
      return Workload.ANY;
    }

    @Override
    public String target() {
      return PATH;
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
      throw new StackOverflowError(SECRET);
    }

    @Override
    public AnswerStream answerStream(ModelProfile profile, String rid) {
      throw new StackOverflowError(SECRET);
    }

    @Override
    public WholeAnswer wholeAnswer(ModelProfile profile, String rid) {
      throw new StackOverflowError(SECRET);
    }
  }
}
