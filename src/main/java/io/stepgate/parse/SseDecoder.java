package io.stepgate.parse;

import io.stepgate.json.ByteSink;
import io.stepgate.parse.ParseFailure.Kind;
import java.util.Arrays;

/**
 * Cuts a byte stream into server-sent events, however the network cut it. Only {@code data} matters
 * to this API: comments and other fields are passed over, several data lines are joined by a blank.
 *
 * <p>An event that arrives whole in one read is handed on in place; bytes of an unfinished one are
 * kept, up to the limit. Lines may end in LF, CR LF or CR, an event in LF or CR LF.
 */
public final class SseDecoder {
  /** UTF-8's byte order mark: one may stand in front of a stream and means nothing. */
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private static final byte[] DATA = {'d', 'a', 't', 'a', ':', ' '};

  /** Takes an event's data; the bytes are only valid during the call. */
  public interface Events {
    void event(byte[] bytes, int from, int to) throws ParseFailure;
  }

  private final int limit;
  private final Events events;
  private final ByteSink kept = new ByteSink(0);
  private final ByteSink joined = new ByteSink(0);

  private boolean begun;

  /** How many of the kept bytes are known to hold no end of an event. */
  private int searched;

  /**
   * @param limit bytes that one event may have, field names included, however it was cut
   */
  public SseDecoder(int limit, Events events) {
    this.limit = limit;
    this.events = events;
  }

  /**
   * Takes the next bytes {@code [from, to)}.
   *
   * @throws ParseFailure when an event is over the limit, or the taker of the events fails
   */
  public void read(byte[] bytes, int from, int to) throws ParseFailure {
    if (kept.size() == 0) {
      int rest = scan(bytes, from, from, to);
      if (rest < to) {
        keep(bytes, rest, to);
      }
      return;
    }
    kept.write(bytes, from, to);
    byte[] all = kept.array();
    int size = kept.size();
    int rest = scan(all, 0, searched, size);
    if (rest > 0) {
      kept.clear();
      keep(all, rest, size);
    } else {
      markSearched();
    }
  }

  /** Hands on what stands after the last blank line: some servers leave out the final one. */
  public void end() throws ParseFailure {
    if (kept.size() > 0) {
      byte[] all = kept.array();
      int size = kept.size();
      kept.clear();
      event(all, 0, size);
    }
  }

  /** Bytes kept of an unfinished event. */
  int keptBytes() {
    return kept.size();
  }

  private void keep(byte[] bytes, int from, int to) throws ParseFailure {
    kept.write(bytes, from, to);
    markSearched();
  }

  private void markSearched() throws ParseFailure {
    // What ends an event may stand behind it, whole but for its last byte: CR LF CR LF.
    if (kept.size() > limit + 3) {
      throw tooLarge();
    }
    searched = Math.max(0, kept.size() - 3);
  }

  /** Hands on every whole event; the answer is where the unfinished one begins. */
  private int scan(byte[] bytes, int from, int search, int to) throws ParseFailure {
    int start = from;
    int i = search;
    while (i < to) {
      if (bytes[i] != '\n') {
        i++;
        continue;
      }
      int next = i + 1 < to && bytes[i + 1] == '\r' ? i + 2 : i + 1;
      if (next < to && bytes[next] == '\n') {
        event(bytes, start, i);
        start = next + 1;
        i = start;
      } else {
        i++;
      }
    }
    return start;
  }

  private void event(byte[] bytes, int from, int to) throws ParseFailure {
    int start = from;
    if (!begun) {
      begun = true;
      boolean marked =
          to - from >= MARK.length
              && Arrays.equals(bytes, from, from + MARK.length, MARK, 0, MARK.length);
      start += marked ? MARK.length : 0;
    }
    while (start < to && (bytes[start] == '\n' || bytes[start] == '\r')) {
      start++;
    }
    int end = to > start && bytes[to - 1] == '\r' ? to - 1 : to;
    if (end - start > limit) {
      throw tooLarge();
    }
    if (startsWithData(bytes, start, end) && lineEnd(bytes, start, end) == end) {
      events.event(bytes, start + DATA.length, end);
    } else {
      lines(bytes, start, end);
    }
  }

  private ParseFailure tooLarge() {
    return new ParseFailure(Kind.TOO_LARGE, "an event is over " + limit + " bytes");
  }

  private static boolean startsWithData(byte[] bytes, int from, int to) {
    return to - from >= DATA.length
        && Arrays.equals(bytes, from, from + DATA.length, DATA, 0, DATA.length);
  }

  private static int lineEnd(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] != '\n' && bytes[i] != '\r') {
      i++;
    }
    return i;
  }

  private void lines(byte[] bytes, int from, int to) throws ParseFailure {
    joined.clear();
    boolean any = false;
    int at = from;
    while (at < to) {
      int end = lineEnd(bytes, at, to);
      // The field name ends at the colon; one space behind it belongs to the syntax.
      if (end - at >= DATA.length - 1
          && Arrays.equals(bytes, at, at + 5, DATA, 0, DATA.length - 1)) {
        int text = at + 5 < end && bytes[at + 5] == ' ' ? at + 6 : at + 5;
        if (any) {
          // To JSON a blank is what a line feed is, and it leaves the event on one line.
          joined.write(' ');
        }
        joined.write(bytes, text, end);
        any = true;
      }
      at = end + 1;
    }
    if (any) {
      events.event(joined.array(), 0, joined.size());
    }
  }
}
