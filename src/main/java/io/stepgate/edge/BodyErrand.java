package io.stepgate.edge;

/** An errand that was read from a body, which it owns from then on. */
abstract class BodyErrand implements Errand {
  private final Body body;

  BodyErrand(Body body) {
    this.body = body;
  }

  @Override
  public final void begun() {
    forget();
    body.forget();
  }

  @Override
  public final void close() {
    forget();
    body.close();
  }

  /** Drops whatever keeps the body's bytes alive: they are not needed any more. */
  abstract void forget();
}
