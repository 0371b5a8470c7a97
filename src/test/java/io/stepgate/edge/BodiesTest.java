package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.admission.Admission;
import io.stepgate.admission.Refusal;
import io.stepgate.admission.TestAdmission;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BodiesTest {
  private static final int LIMIT = 2 << 20;

  private final Vertx vertx = Vertx.vertx();
  private final Admission admission =
      TestAdmission.of(
          vertx,
          Map.of("stepgate.admission.max-body-size", "2M", "stepgate.admission.max-bodies", "4M"));

  @AfterEach
  void closeVertx() {
    await(vertx.close());
  }

  @Test
  void bodyInPiecesOfAnySize_comes_isTheSameAndPaidForUntilItIsClosed() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 60; i++) {
      byte[] sent = new byte[i == 0 ? LIMIT : random.nextInt(1 << 1 + random.nextInt(20))];
      random.nextBytes(sent);
      Body body = body();
      int most = 1 + random.nextInt(1 << random.nextInt(18));
      for (int at = 0; at < sent.length; ) {
        int piece = Math.min(sent.length - at, 1 + random.nextInt(most));
        body.add(Buffer.buffer().appendBytes(sent, at, piece), LIMIT);
        at += piece;
      }
      long paid = admission.heldBodies();
      assertTrue(paid >= sent.length && paid <= LIMIT, () -> paid + " for " + sent.length);

      assertArrayEquals(sent, body.bytes());

      body.close();
      assertEquals(0, admission.heldBodies());
    }
  }

  @Test
  void bodyForgotten_whatWasMadeOfIt_isStillPaidFor() throws Exception {
    Body body = body();
    body.add(Buffer.buffer(new byte[10_000]), LIMIT);
    body.keeps(300);

    body.forget();

    assertEquals(300, admission.heldBodies());
    body.close();
    assertEquals(0, admission.heldBodies());
  }

  @Test
  void noRoom_bodyGrows_isRefusedAndWhatItHadIsGivenBackWithIt() throws Exception {
    Body first = body();
    first.add(Buffer.buffer(new byte[LIMIT]), LIMIT);
    Body second = body();
    second.add(Buffer.buffer(new byte[1000]), LIMIT);

    assertThrows(Refusal.class, () -> second.add(Buffer.buffer(new byte[600_000]), LIMIT));

    second.close();
    assertEquals(LIMIT, admission.heldBodies());
  }

  @Test
  void largeBody_workedOn_leavesTheEventLoopAndComesBackToIt() throws Exception {
    Bodies bodies = new Bodies(vertx, admission);
    Body small = body();
    small.add(Buffer.buffer(new byte[Bodies.SMALL]), LIMIT);
    Body large = body();
    large.add(Buffer.buffer(new byte[Bodies.SMALL + 1]), LIMIT);

    String places =
        await(
            onEventLoop(() -> bodies.work(small, BodiesTest::place))
                .compose(
                    of ->
                        onEventLoop(
                            () ->
                                bodies
                                    .work(large, BodiesTest::place)
                                    .map(more -> of + ", " + more + ", told on " + place()))));

    assertEquals("event loop, worker, told on event loop", places);
    bodies.stop();
  }

  private Body body() {
    return new Body(admission.holdBody(null, "10.0.0.1"));
  }

  private static String place() {
    return Context.isOnEventLoopThread() ? "event loop" : "worker";
  }

  private <T> Future<T> onEventLoop(Supplier<Future<T>> step) {
    Promise<T> done = Promise.promise();
    Context context =
        Vertx.currentContext() == null ? vertx.getOrCreateContext() : Vertx.currentContext();
    context.runOnContext(now -> step.get().onComplete(done));
    return done.future();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
