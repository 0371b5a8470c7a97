package io.stepgate.edge;

import io.stepgate.admission.Admission;
import io.stepgate.relay.Relay;
import io.stepgate.routing.BackendControl;
import io.stepgate.routing.BackendSelector;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;

/** The doors of the rooms that an exchange walks through. */
@Singleton
class Corridor {
  /** What the names of all requests of this process have in common. */
  private final int process = ThreadLocalRandom.current().nextInt();

  private final Vertx vertx;
  private final Admission admission;
  private final BackendSelector selector;
  private final BackendControl control;
  private final Relay relay;
  private final ChatPlans plans;
  private final Observers observers;
  private final NamedRequests named;
  private final OpenRequests open;

  Corridor(
      Vertx vertx,
      Admission admission,
      BackendSelector selector,
      BackendControl control,
      Relay relay,
      ChatPlans plans,
      Observers observers,
      NamedRequests named,
      OpenRequests open) {
    this.vertx = vertx;
    this.admission = admission;
    this.selector = selector;
    this.control = control;
    this.relay = relay;
    this.plans = plans;
    this.observers = observers;
    this.named = named;
    this.open = open;
  }

  /** A new name for a request at a backend. */
  String rid() {
    return Ids.rid(process);
  }

  Vertx vertx() {
    return vertx;
  }

  Admission admission() {
    return admission;
  }

  BackendSelector selector() {
    return selector;
  }

  BackendControl control() {
    return control;
  }

  Relay relay() {
    return relay;
  }

  ChatPlans plans() {
    return plans;
  }

  NamedRequests named() {
    return named;
  }

  Observers observers() {
    return observers;
  }

  OpenRequests open() {
    return open;
  }
}
