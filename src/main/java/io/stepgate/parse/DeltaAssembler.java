package io.stepgate.parse;

import io.stepgate.json.ByteSink;
import io.stepgate.json.JsonEscaper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects the segments that one frame of a choice gave rise to and writes them as members of
 * {@code delta} objects. Neighbours of one kind are one piece; each piece becomes a frame of its
 * own, since many clients look at one key of a delta only.
 */
final class DeltaAssembler implements SegmentSink {
  /** What a piece is. */
  enum Kind {
    REASONING,
    CONTENT,
    CALL
  }

  private static final byte[] REASONING = ascii("\"reasoning_content\":\"");
  private static final byte[] CONTENT = ascii("\"content\":\"");
  private static final byte[] CALLS = ascii("\"tool_calls\":[{\"index\":");
  private static final byte[] FUNCTION = ascii(",\"function\":{");
  private static final byte[] ARGUMENTS = ascii("\"arguments\":\"");

  private final String callIdStem;
  private final CallNumbers numbers;
  private final StringBuilder text = new StringBuilder();
  private Kind[] kinds = new Kind[4];
  private int[] ends = new int[4];
  private int[] calls = new int[4];
  private String[] names = new String[4];
  private int count;

  /** The number that the client knows the call in progress by. */
  private int number = -1;

  /**
   * @param callIdStem what the ids of this choice's calls begin with; unique to the request
   */
  DeltaAssembler(String callIdStem, CallNumbers numbers) {
    this.callIdStem = callIdStem;
    this.numbers = numbers;
  }

  @Override
  public void reasoning(CharSequence piece) {
    append(Kind.REASONING, piece);
  }

  @Override
  public void content(CharSequence piece) {
    append(Kind.CONTENT, piece);
  }

  @Override
  public void callStarted(int index, String name) {
    number = numbers.next();
    open(Kind.CALL, number, name);
  }

  @Override
  public void callArguments(int index, CharSequence json) {
    // Arguments always belong to the call that was started last: calls do not interleave.
    arguments(number, json);
  }

  /** A fragment for a call by the number that the client knows it by. */
  void arguments(int call, CharSequence json) {
    if (count == 0 || kinds[count - 1] != Kind.CALL || calls[count - 1] != call) {
      open(Kind.CALL, call, null);
    }
    text.append(json);
    ends[count - 1] = text.length();
  }

  @Override
  public void callEnded(int index, boolean truncated) {
    // Nothing travels: a client sees the end of a call by the next one, or by the finish frame.
  }

  private void append(Kind kind, CharSequence piece) {
    if (count == 0 || kinds[count - 1] != kind) {
      open(kind, -1, null);
    }
    text.append(piece);
    ends[count - 1] = text.length();
  }

  private void open(Kind kind, int call, String name) {
    if (count == kinds.length) {
      kinds = Arrays.copyOf(kinds, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
      calls = Arrays.copyOf(calls, count * 2);
      names = Arrays.copyOf(names, count * 2);
    }
    kinds[count] = kind;
    ends[count] = text.length();
    calls[count] = call;
    names[count++] = name;
  }

  int count() {
    return count;
  }

  Kind kind(int piece) {
    return kinds[piece];
  }

  /** Characters in one piece. */
  int length(int piece) {
    return ends[piece] - (piece == 0 ? 0 : ends[piece - 1]);
  }

  /** Characters in all pieces together. */
  int length() {
    return text.length();
  }

  /** Whether the last piece is number {@code piece}, of this kind and with exactly this text. */
  boolean endsWith(int piece, Kind kind, CharSequence expected) {
    if (count != piece + 1 || kinds[piece] != kind) {
      return false;
    }
    int from = piece == 0 ? 0 : ends[piece - 1];
    if (text.length() - from != expected.length()) {
      return false;
    }
    for (int i = 0; i < expected.length(); i++) {
      if (text.charAt(from + i) != expected.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a piece from {@code first} on is reasoning. */
  boolean anyReasoning(int first) {
    for (int i = first; i < count; i++) {
      if (kinds[i] == Kind.REASONING) {
        return true;
      }
    }
    return false;
  }

  void clear() {
    text.setLength(0);
    count = 0;
  }

  /** Writes the member of piece {@code piece}, such as {@code "content":"…"}. */
  void write(int piece, ByteSink out) {
    int from = piece == 0 ? 0 : ends[piece - 1];
    int to = ends[piece];
    switch (kinds[piece]) {
      case REASONING -> {
        out.write(REASONING);
        JsonEscaper.escape(text, from, to, out);
        out.write('"');
      }
      case CONTENT -> {
        out.write(CONTENT);
        JsonEscaper.escape(text, from, to, out);
        out.write('"');
      }
      case CALL -> {
        out.write(CALLS).write(Integer.toString(calls[piece]));
        String name = names[piece];
        if (name != null) {
          out.write(",\"id\":\"").write(callId(callIdStem, calls[piece]));
          out.write("\",\"type\":\"function\"");
        }
        out.write(FUNCTION);
        if (name != null) {
          out.write("\"name\":\"");
          JsonEscaper.escape(name, 0, name.length(), out);
          out.write("\",");
        }
        out.write(ARGUMENTS);
        JsonEscaper.escape(text, from, to, out);
        out.write("\"}}]");
      }
    }
  }

  /** Tells the thinking in the pieces, and the calls that begin there. */
  void record(TurnRecorder turn) {
    for (int i = 0; i < count; i++) {
      if (kinds[i] == Kind.REASONING) {
        turn.reasoning(text, i == 0 ? 0 : ends[i - 1], ends[i]);
      } else if (kinds[i] == Kind.CALL && names[i] != null) {
        turn.call(callId(callIdStem, calls[i]));
      }
    }
  }

  /** Writes all pieces of a kind as one JSON string, or {@code nothing} where there are none. */
  void writeWhole(Kind kind, String nothing, ByteSink out) {
    boolean any = false;
    for (int i = 0; i < count; i++) {
      if (kinds[i] == kind) {
        out.write(any ? "" : "\"");
        any = true;
        JsonEscaper.escape(text, i == 0 ? 0 : ends[i - 1], ends[i], out);
      }
    }
    out.write(any ? "\"" : nothing);
  }

  /**
   * Writes the calls of a whole answer: those that the backend parsed, an array or nothing, and the
   * gateway's own behind them; {@code null} where there are none.
   */
  void writeCalls(ByteSink backend, ByteSink out) {
    int written = 0;
    if (backend.size() > 2) {
      out.write(backend.array(), 0, backend.size() - 1);
      written++;
    }
    for (int i = 0; i < count; i++) {
      if (kinds[i] == Kind.CALL && names[i] != null) {
        out.write(written++ == 0 ? "[" : ",").write("{\"id\":\"");
        out.write(callId(callIdStem, calls[i])).write("\",\"index\":");
        out.write(Integer.toString(calls[i])).write(",\"type\":\"function\"").write(FUNCTION);
        out.write("\"name\":\"");
        JsonEscaper.escape(names[i], 0, names[i].length(), out);
        out.write("\",").write(ARGUMENTS);
        arguments(i, out);
        out.write("\"}}");
      }
    }
    out.write(written == 0 ? "null" : "]");
  }

  /** All fragments of the call that began with piece {@code started}: up to where the next does. */
  private void arguments(int started, ByteSink out) {
    for (int i = started; i < count && (i == started || names[i] == null); i++) {
      if (kinds[i] == Kind.CALL && calls[i] == calls[started]) {
        JsonEscaper.escape(text, i == 0 ? 0 : ends[i - 1], ends[i], out);
      }
    }
  }

  /** {@code call_} and 24 hexadecimal digits, as SGLang's ids are. */
  static String callId(String stem, int index) {
    String number = Integer.toHexString(index);
    int zeros = Math.max(0, 24 - stem.length() - number.length());
    return "call_" + stem + "0".repeat(zeros) + number;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
