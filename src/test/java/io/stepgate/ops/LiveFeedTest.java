package io.stepgate.ops;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveFeedTest {
  private static final Duration BEAT = Duration.ofMillis(250);
  private static final Duration SHORT = Duration.ofMinutes(1);
  private static final Duration LONG = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();
  private final List<Collection<Duration>> made = new CopyOnWriteArrayList<>();
  private final LiveFeed feed = new LiveFeed(vertx, BEAT, this::events);

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void pagesOfOneWindow_areToldTheSameEvent_madeOnce() {
    Page first = join(feed, SHORT);
    Page second = join(feed, SHORT);
    Page other = join(feed, LONG);

    await().until(() -> second.told.size() >= 3 && other.told.size() >= 3);

    Buffer last = second.told.get(second.told.size() - 1);
    await().until(() -> first.told.contains(last));
    assertSame(last, first.told.get(first.told.indexOf(last)));
    assertTrue(first.told.stream().noneMatch(other.told::contains));
    // One look: the feed goes on meanwhile.
    List<Buffer> told = List.copyOf(first.told);
    long timesMade = made.stream().filter(windows -> windows.contains(SHORT)).count();
    assertTrue(timesMade >= told.size(), () -> "made " + timesMade + " for " + told.size());
    assertEquals(told.size(), told.stream().distinct().count());
  }

  @Test
  void newPage_isToldAtOnce_whatTheOthersWereToldLast() {
    // A beat that never comes: what is told is told because somebody came.
    LiveFeed slow = new LiveFeed(vertx, Duration.ofMinutes(1), this::events);
    Page first = join(slow, SHORT);
    await().until(() -> first.told.size() == 1);

    Page second = join(slow, SHORT);
    Page other = join(slow, LONG);

    await().until(() -> second.told.size() == 1 && other.told.size() == 1);
    assertSame(first.told.get(0), second.told.get(0));
    assertEquals(List.of(List.of(SHORT), List.of(LONG)), made);
  }

  @Test
  void nobodyLooks_nothingRuns_andNothingIsOutOfDateAfterwards() {
    assertFalse(feed.running());
    assertTrue(made.isEmpty());
    Page page = join(feed, SHORT);
    await().until(() -> feed.running() && page.told.size() >= 2);

    feed.leave(page.listener);
    await().until(() -> !feed.running());
    assertEquals(0, feed.open());

    Page later = join(feed, SHORT);
    await().until(() -> !later.told.isEmpty());
    assertFalse(page.told.contains(later.told.get(0)));
  }

  @Test
  void page_leftTwice_givesItsPlaceBackOnce() {
    Page stays = join(feed, SHORT);
    Page goes = join(feed, SHORT);
    feed.leave(goes.listener);
    feed.leave(goes.listener);

    await().until(() -> feed.open() == 1);
    await().until(() -> stays.told.size() >= 3);
    assertEquals(1, feed.open());
  }

  @Test
  void places_areLimited_andComeBack() {
    List<Page> pages = new ArrayList<>();
    for (int i = 0; i < LivePlaces.MOST; i++) {
      Page page = new Page(SHORT, "10.0.0." + i);
      assertTrue(feed.join(page.listener));
      pages.add(page);
    }
    assertFalse(feed.join(new Page(SHORT).listener));
    assertEquals(LivePlaces.MOST, feed.open());

    feed.leave(pages.get(0).listener);
    await().until(() -> feed.open() < LivePlaces.MOST);
    join(feed, SHORT);
  }

  @Test
  void eventsThatTakeLong_areNeverMadeTwiceAtATime() throws Exception {
    AtomicInteger working = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    LiveFeed slow =
        new LiveFeed(
            vertx,
            BEAT,
            windows -> {
              most.accumulateAndGet(working.incrementAndGet(), Math::max);
              pause(3 * BEAT.toMillis());
              working.decrementAndGet();
              done.incrementAndGet();
              return events(windows);
            });
    Page page = join(slow, SHORT);
    Page late = join(slow, LONG);

    await().until(() -> done.get() >= 3 && !late.told.isEmpty());
    assertEquals(1, most.get());
    assertFalse(page.told.isEmpty());
    slow.leave(page.listener);
    slow.leave(late.listener);
    await().until(() -> !slow.running() && working.get() == 0);
  }

  @Test
  void eventThatCannotBeMade_isTriedAgainAtTheNextBeat() {
    AtomicInteger calls = new AtomicInteger();
    LiveFeed broken =
        new LiveFeed(
            vertx,
            BEAT,
            windows -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("as the test wants it");
              }
              return events(windows);
            });

    Page page = join(broken, SHORT);

    await().until(() -> !page.told.isEmpty());
    assertTrue(calls.get() >= 2);
  }

  @Test
  void gatewayThatStops_endsItsPages_andTakesNoneIn() {
    Page page = join(feed, SHORT);
    await().until(() -> !page.told.isEmpty());

    feed.stop(new ShutdownDelayInitiatedEvent());

    await().until(() -> page.ended);
    assertFalse(feed.join(new Page(SHORT).listener));
  }

  @Test
  void interval_thatMakesNoSense_isNamedWithWhatIsAllowed() {
    for (Duration interval : List.of(Duration.ZERO, Duration.ofMillis(249), LONG)) {
      String message =
          assertThrows(
                  ConfigurationException.class, () -> new LiveFeed(vertx, interval, this::events))
              .getMessage();
      assertTrue(message.contains("stepgate.ops.live-interval"), message);
      assertTrue(message.contains("250ms to 60s"), message);
    }
  }

  private Map<Duration, Buffer> events(Collection<Duration> windows) {
    made.add(List.copyOf(windows));
    Map<Duration, Buffer> events = new HashMap<>();
    windows.forEach(window -> events.put(window, Buffer.buffer(window + " " + made.size())));
    return events;
  }

  private static void pause(long millis) {
    CountDownLatch never = new CountDownLatch(1);
    try {
      assertFalse(never.await(millis, java.util.concurrent.TimeUnit.MILLISECONDS));
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static Page join(LiveFeed feed, Duration window) {
    Page page = new Page(window);
    assertTrue(feed.join(page.listener));
    return page;
  }

  /** A page that reads everything. */
  private static final class Page implements LiveListener.Wire {
    final List<Buffer> told = new CopyOnWriteArrayList<>();
    final LiveListener listener;
    volatile boolean ended;

    private final String address;

    Page(Duration window) {
      this(window, "10.0.0.1");
    }

    Page(Duration window, String address) {
      this.address = address;
      listener = new LiveListener(window, this, Runnable::run, 1);
    }

    @Override
    public String address() {
      return address;
    }

    @Override
    public boolean closed() {
      return ended;
    }

    @Override
    public boolean full() {
      return false;
    }

    @Override
    public void write(Buffer event) {
      told.add(event);
    }

    @Override
    public void end() {
      ended = true;
    }

    @Override
    public void cut() {
      throw new AssertionError("a page that reads is not let go");
    }
  }
}
