package io.stepgate.parse;

import io.stepgate.json.ByteSink;
import io.stepgate.json.JsonBytes;
import io.stepgate.json.JsonUnescaper;
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

  private final String callIdStem;
  private final boolean firstCallOnly;
  private final TurnRecorder turn;
  private final Map<Integer, Call> calls = new LinkedHashMap<>(0);
  private final StringBuilder fragment = new StringBuilder();

  // The entry last read.
  private int index;
  private int indexFrom;
  private int indexTo;
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
  int read(byte[] json, int from, int to, CallNumbers numbers, ByteSink out) throws ParseFailure {
    int written = 0;
    out.write('[');
    int at = JsonBytes.skipSpace(json, from + 1, to);
    while (at < to && json[at] == '{') {
      int end = Members.end(json, at, to);
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

  private void write(byte[] json, int from, int to, Call call, ByteSink out) {
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
    int at = from + 1;
    if (nameless) {
      out.write(",\"id\":\"").write(DeltaAssembler.callId(callIdStem, call.number)).write('"');
    }
    rest(json, at, to, nameless, out);
  }

  /** The entry's members but for its index, and but for an id that says nothing. */
  private void rest(byte[] json, int at, int to, boolean withoutId, ByteSink out) {
    int cutFrom = withoutId ? idFrom : -1;
    int start = at;
    while (start < to - 1) {
      int quote = JsonBytes.skipSpace(json, start, to);
      if (json[quote] != '"') {
        break;
      }
      int keyTo = JsonBytes.closingQuote(json, quote + 1, to);
      int value = JsonBytes.skipSpace(json, JsonBytes.skipSpace(json, keyTo + 1, to) + 1, to);
      int end = JsonBytes.endOfValue(json, value, to);
      if (value != indexFrom && value != cutFrom) {
        out.write(',').write(json, quote, end);
      }
      start = JsonBytes.skipSpace(json, end, to) + 1;
    }
    out.write('}');
  }

  private void entry(byte[] json, int from, int to) throws ParseFailure {
    index = 0;
    indexFrom = idFrom = nameFrom = argumentsFrom = -1;
    int at = Members.open(json, from, to, '{');
    while ((at = Members.key(json, at, to)) != Members.NONE) {
      int keyTo = Members.closingQuote(json, at, to);
      int value = Members.value(json, keyTo, to);
      int end = Members.end(json, value, to);
      if (JsonBytes.spells(json, at + 1, keyTo, "index")) {
        indexFrom = value;
        indexTo = end;
        index = number(json);
      } else if (JsonBytes.spells(json, at + 1, keyTo, "id")) {
        idFrom = value;
      } else if (json[value] == '{' && JsonBytes.spells(json, at + 1, keyTo, "function")) {
        function(json, value, end);
      }
      at = Members.separator(json, end, to, '}');
    }
  }

  private void function(byte[] json, int from, int to) throws ParseFailure {
    int at = Members.open(json, from, to, '{');
    while ((at = Members.key(json, at, to)) != Members.NONE) {
      int keyTo = Members.closingQuote(json, at, to);
      int value = Members.value(json, keyTo, to);
      int end = Members.end(json, value, to);
      if (json[value] == '"' && end - value > 2 && JsonBytes.spells(json, at + 1, keyTo, "name")) {
        nameFrom = value;
      } else if (json[value] == '"' && JsonBytes.spells(json, at + 1, keyTo, "arguments")) {
        argumentsFrom = value;
        argumentsTo = end;
      }
      at = Members.separator(json, end, to, '}');
    }
  }

  private static ParseFailure tooMany() {
    return new ParseFailure(
        ParseFailure.Kind.TOO_LARGE, "the backend sent over " + LIMIT + " tool calls");
  }

  private int number(byte[] json) throws ParseFailure {
    int value = 0;
    for (int i = indexFrom; i < indexTo; i++) {
      if (json[i] < '0' || json[i] > '9') {
        return -1;
      }
      if (value > LIMIT) {
        throw tooMany();
      }
      value = value * 10 + json[i] - '0';
    }
    return value;
  }
}
