package io.stepgate.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A scheduler whose time passes only when a test says so. */
final class ManualClock implements ConcurrencyGate.Scheduler {
  private record Alarm(long at, Runnable task) {}

  private final List<Alarm> alarms = new ArrayList<>();
  private long now;

  @Override
  public Runnable after(Duration delay, Runnable task) {
    Alarm alarm = new Alarm(now + delay.toMillis(), task);
    alarms.add(alarm);
    return () -> alarms.remove(alarm);
  }

  void pass(Duration time) {
    now += time.toMillis();
    List<Alarm> due = alarms.stream().filter(alarm -> alarm.at() <= now).toList();
    alarms.removeAll(due);
    due.forEach(alarm -> alarm.task().run());
  }

  int pending() {
    return alarms.size();
  }
}
