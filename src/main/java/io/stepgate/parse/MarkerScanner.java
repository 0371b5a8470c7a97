package io.stepgate.parse;

/**
 * The text of one stage that is not decided yet, and the questions asked of it. Positions count
 * from the first undecided character. Answers that may change with more text are {@link
 * Found#MORE}, or a position equal to {@link #length()}; once {@link #end()} was called there is no
 * more text, and a half marker is no marker.
 *
 * <p>The skips and searches remember how far they came, so asking again after every character costs
 * no more than asking once.
 */
final class MarkerScanner {
  /** Whether something stands at a place. */
  enum Found {
    YES,
    NO,
    /** Depends on text that has not come yet. */
    MORE
  }

  private static final int WORTH_MOVING = 8192;

  private final StringBuilder text = new StringBuilder();
  private final Slice slice = new Slice();
  private final Sweep blanks = new Sweep();
  private final Sweep spaces = new Sweep();
  private final Sweep angles = new Sweep();
  private final Sweep closers = new Sweep();
  private int head;
  private long dropped;
  private boolean ended;

  /** Space, tab, carriage return, line feed: what may stand around tags without being content. */
  static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
  }

  /** White space in the wide sense of Python's {@code str.isspace}, for names and values. */
  static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  static boolean has(CharSequence text, char wanted) {
    if (text instanceof String string) {
      return string.indexOf(wanted) >= 0;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == wanted) {
        return true;
      }
    }
    return false;
  }

  void append(CharSequence more) {
    text.append(more);
  }

  /** No more text will come. */
  void end() {
    ended = true;
  }

  boolean ended() {
    return ended;
  }

  int length() {
    return text.length() - head;
  }

  boolean isEmpty() {
    return length() == 0;
  }

  char charAt(int at) {
    return text.charAt(head + at);
  }

  /** A view, valid until the next call of any method here. */
  CharSequence slice(int from, int to) {
    return slice.of(text, head + from, head + to);
  }

  String copy(int from, int to) {
    return text.substring(head + from, head + to);
  }

  /** Forgets the first {@code count} characters: they are decided. */
  void drop(int count) {
    if (count == 0) {
      return;
    }
    head += count;
    dropped += count;
    if (head == text.length()) {
      text.setLength(0);
      head = 0;
    } else if (head > WORTH_MOVING && head > text.length() / 2) {
      text.delete(0, head);
      head = 0;
    }
    blanks.from = -1;
    spaces.from = -1;
    angles.from = -1;
    closers.from = -1;
  }

  /**
   * Where {@code at} is in the whole text, dropped text included: stays true when text is dropped.
   */
  long placeOf(int at) {
    return dropped + at;
  }

  /** The opposite of {@link #placeOf}. */
  int atPlace(long place) {
    return (int) (place - dropped);
  }

  /** First place of {@code marker} at or after {@code from}, or -1. */
  int indexOf(String marker, int from) {
    int found = text.indexOf(marker, head + from);
    return found < 0 ? -1 : found - head;
  }

  Found match(String marker, int at) {
    int there = Math.min(marker.length(), length() - at);
    for (int i = 0; i < there; i++) {
      if (charAt(at + i) != marker.charAt(i)) {
        return Found.NO;
      }
    }
    return there == marker.length() ? Found.YES : ended ? Found.NO : Found.MORE;
  }

  /** YES if one of the markers stands there, MORE if one still may. */
  Found matchAny(int at, String... markers) {
    Found best = Found.NO;
    for (String marker : markers) {
      Found found = match(marker, at);
      if (found == Found.YES) {
        return found;
      }
      best = found == Found.MORE ? found : best;
    }
    return best;
  }

  /** First non-blank place at or after {@code from}; {@link #length()} if there is none yet. */
  int skipBlanks(int from) {
    int at = blanks.start(from);
    while (at < length() && isBlank(charAt(at))) {
      at++;
    }
    return blanks.came(at);
  }

  /** As {@link #skipBlanks}, for white space in the wide sense. */
  int skipSpaces(int from) {
    int at = spaces.start(from);
    while (at < length() && isSpace(charAt(at))) {
      at++;
    }
    return spaces.came(at);
  }

  /** First angle bracket at or after {@code from}; {@link #length()} if there is none yet. */
  int angle(int from) {
    int at = angles.start(from);
    while (at < length() && charAt(at) != '<' && charAt(at) != '>') {
      at++;
    }
    return angles.came(at);
  }

  /** First {@code >} at or after {@code from}; {@link #length()} if there is none yet. */
  int closer(int from) {
    int at = closers.start(from);
    while (at < length() && charAt(at) != '>') {
      at++;
    }
    return closers.came(at);
  }

  /** How far the last search from one place came. */
  private static final class Sweep {
    private int from = -1;
    private int to;

    private int start(int from) {
      if (this.from != from) {
        this.from = from;
        to = from;
      }
      return to;
    }

    private int came(int at) {
      to = at;
      return at;
    }
  }
}
