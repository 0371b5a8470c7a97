package io.stepgate.parse;

import io.stepgate.json.ByteSink;
import io.stepgate.json.JsonBytes;
import io.stepgate.json.JsonCursor;
import io.stepgate.json.JsonNumbers;
import io.stepgate.json.JsonUnescaper;
import io.stepgate.json.MalformedJson;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tool calls of a choice that the backend itself has parsed. They pass as they are; what breaks
 * clients is repaired: a fragment with index −1 or without a call that was named before is dropped
 * (SGLang v0.5.18 sends both for a stray {@code </function>}), arguments left open at a regular end
 * are closed, and numbers are given anew where the gateway found calls of its own.
 */
final class BackendCalls {
  private static final int LIMIT = 1024;

  /** A backend may leave numbers out, within reason. */
  private static final int MOST_INDEX = 10 * LIMIT;

  private final String callIdStem;
  private final boolean firstCallOnly;
  private final TurnRecorder turn;
  private final Map<Integer, Call> calls = new LinkedHashMap<>(0);
  private final JsonCursor members = new JsonCursor();
  private final JsonCursor function = new JsonCursor();
  private final StringBuilder fragment = new StringBuilder();

  // The entry last read.
  private int index;
  private int indexFrom;
  private int idFrom;
  private int nameFrom;
  private int argumentsFrom;
  private int argumentsTo;

  private record Call(int number, JsonBalance arguments) {}

  /**
   * @param turn is told the ids; null where nobody wants to know
   */
  BackendCalls(String callIdStem, boolean firstCallOnly, TurnRecorder turn) {
    this.callIdStem = callIdStem;
    this.turn = turn;
    this.firstCallOnly = firstCallOnly;
  }

  /**
   * Reads the array at {@code [from, to)} and writes what a client shall get of it, brackets
   * included.
   *
   * @param numbers gives a number to each new call
   * @return how many entries were written
   */
  int read(byte[] json, int from, int to, CallNumbers numbers, ByteSink out)
      throws MalformedJson, ParseFailure {
    int written = 0;
    out.write('[');
    int at = JsonBytes.skipSpace(json, from + 1, to);
    while (at < to && json[at] == '{') {
      int end = JsonCursor.endOfValue(json, at, to);
      entry(json, at, end);
      int known = calls.size();
      Call call = call(numbers);
      if (turn != null && calls.size() > known) {
        turn.call(id(json, call));
      }
      if (call != null) {
        if (written++ > 0) {
          out.write(',');
        }
        write(json, at, end, call, out);
      }
      at = JsonBytes.skipSpace(json, end, to);
      if (at < to && json[at] == ',') {
        at = JsonBytes.skipSpace(json, at + 1, to);
      }
    }
    out.write(']');
    return written;
  }

  /** Hands on the closing ends of calls that were left open. */
  void close(DeltaAssembler pieces) {
    for (Call call : calls.values()) {
      String missing = call.arguments.missing();
      if (!missing.isEmpty()) {
        pieces.arguments(call.number, missing);
      }
    }
    calls.clear();
  }

  /** The new call's id as the client is told it. */
  private String id(byte[] json, Call call) {
    if (idFrom < 0 || json[idFrom] != '"') {
      return DeltaAssembler.callId(callIdStem, call.number);
    }
    StringBuilder id = new StringBuilder();
    JsonUnescaper.unescape(
        json, idFrom + 1, JsonBytes.closingQuote(json, idFrom + 1, json.length), id);
    return id.toString();
  }

  private Call call(CallNumbers numbers) throws ParseFailure {
    if (indexFrom < 0) {
      // Older servers leave it out of whole answers: a name tells where the next call begins.
      index = nameFrom >= 0 ? calls.size() : calls.size() - 1;
    }
    if (index < 0) {
      return null;
    }
    Call known = calls.get(index);
    if (known != null) {
      return known;
    }
    if (nameFrom < 0 || firstCallOnly && numbers.given() > 0) {
      return null;
    }
    if (calls.size() == LIMIT) {
      throw tooMany();
    }
    Call call = new Call(numbers.next(), new JsonBalance());
    calls.put(index, call);
    return call;
  }

  private void write(byte[] json, int from, int to, Call call, ByteSink out) throws MalformedJson {
    if (argumentsFrom >= 0) {
      fragment.setLength(0);
      JsonUnescaper.unescape(json, argumentsFrom + 1, argumentsTo - 1, fragment);
      call.arguments.read(fragment);
    }
    boolean nameless = nameFrom >= 0 && (idFrom < 0 || json[idFrom] == 'n');
    if (indexFrom >= 0 && call.number == index && !nameless) {
      out.write(json, from, to);
      return;
    }
    out.write("{\"index\":").write(Integer.toString(call.number));
    if (nameless) {
      out.write(",\"id\":\"").write(DeltaAssembler.callId(callIdStem, call.number)).write('"');
    }
    rest(json, from, to, nameless, out);
  }

  /** The entry's members but for its index, and but for an id that says nothing. */
  private void rest(byte[] json, int from, int to, boolean withoutId, ByteSink out)
      throws MalformedJson {
    int cutFrom = withoutId ? idFrom : -1;
    members.enter(json, from, to);
    while (members.next()) {
      if (members.from() != indexFrom && members.from() != cutFrom) {
        out.write(',').write(json, members.member(), members.to());
      }
    }
    out.write('}');
  }

  private void entry(byte[] json, int from, int to) throws MalformedJson, ParseFailure {
    index = 0;
    indexFrom = idFrom = nameFrom = argumentsFrom = -1;
    members.enter(json, from, to);
    while (members.next()) {
      if (members.named("index")) {
        indexFrom = members.from();
        index = number(json, indexFrom, members.to());
      } else if (members.named("id")) {
        idFrom = members.from();
      } else if (members.first() == '{' && members.named("function")) {
        function(json, members.from(), members.to());
      }
    }
  }

  private void function(byte[] json, int from, int to) throws MalformedJson {
    function.enter(json, from, to);
    while (function.next()) {
      boolean text = function.first() == '"';
      if (text && function.to() - function.from() > 2 && function.named("name")) {
        nameFrom = function.from();
      } else if (text && function.named("arguments")) {
        argumentsFrom = function.from();
        argumentsTo = function.to();
      }
    }
  }

  private static ParseFailure tooMany() {
    return new ParseFailure(
        ParseFailure.Kind.TOO_LARGE, "the backend sent over " + LIMIT + " tool calls");
  }

  private static int number(byte[] json, int from, int to) throws ParseFailure {
    long number = JsonNumbers.count(json, from, to, MOST_INDEX);
    if (number == JsonNumbers.OVER) {
      throw tooMany();
    }
    return (int) number;
  }
}
