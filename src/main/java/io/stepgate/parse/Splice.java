package io.stepgate.parse;

import io.stepgate.json.ByteSink;
import java.util.Arrays;

/**
 * Copies bytes with some places replaced. Places must not overlap; they may be named in any order.
 * Kept and reused by a stream: a rewritten frame allocates nothing.
 */
final class Splice {
  static final int NO_MARK = -1;
  private static final int USED = -1;

  private int[] from = new int[6];
  private int[] to = new int[6];
  private int[] textEnd = new int[6];
  private final ByteSink text = new ByteSink(256);
  private int count;
  private int mark = NO_MARK;

  void clear() {
    count = 0;
    mark = NO_MARK;
    text.clear();
  }

  /**
   * Opens the replacement for {@code [start, end)}: what is written until the next call stands
   * there.
   */
  ByteSink replace(int start, int end) {
    close();
    if (count == from.length) {
      from = Arrays.copyOf(from, count * 2);
      to = Arrays.copyOf(to, count * 2);
      textEnd = Arrays.copyOf(textEnd, count * 2);
    }
    from[count] = start;
    to[count] = end;
    count++;
    return text;
  }

  /** Remembers this place of the replacement being written; {@link #apply} tells where it went. */
  void mark() {
    mark = text.size();
  }

  private void close() {
    if (count > 0) {
      textEnd[count - 1] = text.size();
    }
  }

  /**
   * Writes {@code [start, end)} of {@code source} with the replacements in their places.
   *
   * @return where the mark went in {@code out}, or {@link #NO_MARK}
   */
  int apply(byte[] source, int start, int end, ByteSink out) {
    close();
    int marked = NO_MARK;
    int at = start;
    for (int done = 0; done < count; done++) {
      int next = next(at);
      int textFrom = next == 0 ? 0 : textEnd[next - 1];
      out.write(source, at, from[next]);
      if (mark >= textFrom && mark <= textEnd[next] && mark != NO_MARK) {
        marked = out.size() + mark - textFrom;
      }
      out.write(text.array(), textFrom, textEnd[next]);
      at = to[next];
      from[next] = USED;
    }
    out.write(source, at, end);
    return marked;
  }

  /** The replacement that comes first from {@code at} on: there are six of them at most. */
  private int next(int at) {
    int best = -1;
    for (int i = 0; i < count; i++) {
      if (from[i] >= at && (best < 0 || from[i] < from[best])) {
        best = i;
      }
    }
    return best;
  }
}
