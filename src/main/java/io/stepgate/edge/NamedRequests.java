package io.stepgate.edge;

import io.stepgate.openai.ClientRids;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * The running requests whose clients gave them names of their own, by caller: nobody finds a
 * request by another caller's name for it. A name is there for as long as its request runs, so the
 * bounds are those of admission and of {@link ClientRids}. Shared by the event loops.
 */
@Singleton
class NamedRequests {
  /** Stands for a request as a whole. */
  static final int ALL = -1;

  private final Vertx vertx;
  private final ConcurrentMap<Name, List<Entry>> running = new ConcurrentHashMap<>();

  NamedRequests(Vertx vertx) {
    this.vertx = vertx;
  }

  private record Name(String caller, String rid) {}

  /**
   * @param answer which of the request's answers has the name, or {@link #ALL}
   * @param answers how many answers it has whose names are made of this one
   */
  private record Entry(Exchange exchange, Context context, int answer, int answers) {
    void abort(int part) {
      context.runOnContext(there -> exchange.cancellation().abort(part));
    }
  }

  /** Keeps a request's names, to be called on its own context. */
  void add(String caller, Errand errand, Exchange exchange) {
    ClientRids rids = errand.rids();
    if (rids.names().isEmpty()) {
      return;
    }
    Context context = vertx.getOrCreateContext();
    for (int i = 0; i < rids.names().size(); i++) {
      Entry entry =
          rids.each()
              ? new Entry(exchange, context, i, 0)
              : new Entry(exchange, context, ALL, errand.answers());
      running.merge(
          new Name(caller, rids.names().get(i)),
          List.of(entry),
          (before, more) -> Stream.concat(before.stream(), more.stream()).toList());
    }
  }

  /** Forgets a request that is over. */
  void remove(String caller, Errand errand, Exchange exchange) {
    for (String rid : errand.rids().names()) {
      running.computeIfPresent(
          new Name(caller, rid),
          (name, entries) -> {
            List<Entry> left =
                entries.stream().filter(entry -> entry.exchange != exchange).toList();
            return left.isEmpty() ? null : left;
          });
    }
  }

  /**
   * Aborts the caller's requests of this name, or the one answer of a request that it names as
   * SGLang does, {@code name_0} and so on.
   *
   * @return how many there are
   */
  int abort(String caller, String rid) {
    List<Entry> whole = running.getOrDefault(new Name(caller, rid), List.of());
    whole.forEach(entry -> entry.abort(entry.answer));
    int line = rid.lastIndexOf('_');
    int answer = whole.isEmpty() && line > 0 ? number(rid, line + 1) : ALL;
    if (answer == ALL) {
      return whole.size();
    }
    List<Entry> parts =
        running.getOrDefault(new Name(caller, rid.substring(0, line)), List.of()).stream()
            .filter(entry -> answer < entry.answers)
            .toList();
    parts.forEach(entry -> entry.abort(answer));
    return parts.size();
  }

  private static int number(String rid, int from) {
    int value = 0;
    for (int i = from; i < rid.length(); i++) {
      char c = rid.charAt(i);
      if (c < '0' || c > '9' || value > ClientRids.MOST) {
        return ALL;
      }
      value = value * 10 + c - '0';
    }
    return from == rid.length() ? ALL : value;
  }
}
