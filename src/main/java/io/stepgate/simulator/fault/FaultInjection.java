package io.stepgate.simulator.fault;

import io.stepgate.simulator.engine.BadRequest;
import io.stepgate.simulator.http.ServedCall;
import io.stepgate.simulator.script.BodyFields;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The faults to inject that one request asked for, by the header {@code x-simulate} or the body
 * field {@code simulate}: a comma list of names, some with a number ({@code stall=5}).
 */
public final class FaultInjection {
  private static final String HEADER = "x-simulate";
  private static final String FIELD = "simulate";
  private static final FaultInjection NONE = new FaultInjection(new EnumMap<>(Kind.class));

  /** How a server can misbehave. */
  public enum Kind {
    /** Every marker of the raw text comes in pieces of one to three characters, a frame each. */
    CUT_MARKERS("cut-markers"),
    /** After this many frames nothing more comes, and the connection stays open. */
    STALL("stall", 3),
    /** After this many frames the connection is closed. */
    CLOSE("close", 3),
    /** The stream ends without finish and {@code [DONE]}. */
    NO_DONE("no-done"),
    /** HTTP 200 and an error with code 503 as the first frame; HTTP 503 when not streamed. */
    FIRST_503("503-first"),
    /** An error frame after this many frames; HTTP 500 when not streamed. */
    ERROR_MID("error-mid", 3),
    /** HTTP 500 at once. */
    STATUS_500("500"),
    /** HTTP 503 at once. */
    STATUS_503("503"),
    /** No answer ever. */
    NEVER("never"),
    /** The answer begins this many milliseconds late. */
    SLOW_HEADERS("slow-headers", 2000),
    /** HTTP 200 and a body, or frame, that is not JSON. */
    GARBAGE("garbage");

    private static final int NO_NUMBER = -1;

    private final String id;
    private final int number;

    Kind(String id) {
      this(id, NO_NUMBER);
    }

    Kind(String id, int number) {
      this.id = id;
      this.number = number;
    }

    private String usage() {
      return number == NO_NUMBER ? id : id + "[=N]";
    }
  }

  private static final int MAX_NUMBER = 1_000_000;

  private final Map<Kind, Integer> kinds;

  private FaultInjection(Map<Kind, Integer> kinds) {
    this.kinds = kinds;
  }

  /**
   * What a call's header asks for.
   *
   * @throws BadRequest on an unknown name or number, listing the known ones
   */
  public static FaultInjection ofHeader(ServedCall call) {
    return parse(call.request().getHeader(HEADER));
  }

  /**
   * What a call's header and its body ask for.
   *
   * @throws BadRequest if the body is no object, or on an unknown name or number
   */
  public static FaultInjection of(ServedCall call) {
    FaultInjection header = ofHeader(call);
    BodyFields fields = call.fields();
    return fields.has(FIELD) ? header.and(parse(fields.text(FIELD, ""))) : header;
  }

  /** Reads a comma list; null and blank are none. */
  private static FaultInjection parse(String list) {
    if (list == null || list.isBlank()) {
      return NONE;
    }
    Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
    for (String word : list.split(",", -1)) {
      String wish = word.strip().toLowerCase(Locale.ROOT);
      int equals = wish.indexOf('=');
      String id = equals < 0 ? wish : wish.substring(0, equals);
      Kind kind =
          Arrays.stream(Kind.values())
              .filter(known -> known.id.equals(id))
              .findFirst()
              .orElseThrow(() -> unknown(wish));
      kinds.put(kind, equals < 0 ? kind.number : number(kind, wish, equals));
    }
    return new FaultInjection(kinds);
  }

  /** Both wishes; where they differ in a number, {@code other} wins. */
  private FaultInjection and(FaultInjection other) {
    Map<Kind, Integer> both = new EnumMap<>(Kind.class);
    both.putAll(kinds);
    both.putAll(other.kinds);
    return new FaultInjection(both);
  }

  public boolean has(Kind kind) {
    return kinds.containsKey(kind);
  }

  /** The number that came with a kind, or its default. */
  int number(Kind kind) {
    return kinds.getOrDefault(kind, kind.number);
  }

  private static int number(Kind kind, String wish, int equals) {
    String digits = wish.substring(equals + 1);
    if (kind.number == Kind.NO_NUMBER || !digits.matches("[0-9]{1,7}")) {
      throw unknown(wish);
    }
    return Math.min(Integer.parseInt(digits), MAX_NUMBER);
  }

  private static BadRequest unknown(String wish) {
    String known = Arrays.stream(Kind.values()).map(Kind::usage).collect(Collectors.joining(", "));
    return new BadRequest(HEADER + ": unknown '" + wish + "'; known are " + known);
  }
}
