package io.stepgate.parse;

import io.stepgate.json.ByteSink;
import java.util.Arrays;

/**
 * A frame but for its text. Nearly all frames of a stream are the same bytes around another piece
 * of text; one that matches needs no reading, and its text goes out between the same bytes as last
 * time.
 */
final class FrameShape {
  /** The delta's key that the text came by. */
  enum Channel {
    CONTENT,
    REASONING
  }

  private Channel channel;
  private boolean moved;
  private byte[] before;
  private byte[] after;
  private byte[] beforeOut;
  private byte[] afterOut;

  /**
   * Learns a frame.
   *
   * @param textFrom where the text begins in the frame, behind its quote, up to {@code textTo}
   * @param markedAt where the text begins in {@code out}, the frame as it went out with no text in
   *     it
   */
  void learn(
      byte[] json,
      int from,
      int to,
      int textFrom,
      int textTo,
      Channel by,
      ByteSink out,
      int markedAt) {
    channel = by;
    before = Arrays.copyOfRange(json, from, textFrom);
    after = Arrays.copyOfRange(json, textTo, to);
    moved = markedAt >= 0;
    beforeOut = moved ? Arrays.copyOf(out.array(), markedAt) : null;
    afterOut = moved ? Arrays.copyOfRange(out.array(), markedAt, out.size()) : null;
  }

  void forget() {
    before = null;
  }

  Channel channel() {
    return channel;
  }

  /** Whether content goes out as reasoning. */
  boolean moved() {
    return moved;
  }

  /** Whether the frame is this shape; its text then is {@code [textFrom, textTo)}. */
  boolean fits(byte[] json, int from, int to) {
    return before != null
        && to - from >= before.length + after.length
        && Arrays.equals(json, from, from + before.length, before, 0, before.length)
        && Arrays.equals(json, to - after.length, to, after, 0, after.length);
  }

  int textFrom(int from) {
    return from + before.length;
  }

  int textTo(int to) {
    return to - after.length;
  }

  /** Writes the text between the bytes of the shape, as a whole event. */
  void write(byte[] json, int textFrom, int textTo, ByteSink out) {
    out.write(moved ? beforeOut : before).write(json, textFrom, textTo);
    out.write(moved ? afterOut : after);
  }

  /**
   * Whether the bytes are the inside of a JSON string that needs no machine: nothing that could
   * open a marker, no escape by number, no quote that would end it.
   *
   * @param blankEnd whether a blank at the end is allowed
   */
  static boolean plain(byte[] json, int from, int to, boolean blankEnd) {
    byte last = 0;
    for (int i = from; i < to; i++) {
      byte b = json[i];
      if (b == '<' || b == '"') {
        return false;
      }
      last = b;
      if (b == '\\') {
        if (++i == to || json[i] == 'u') {
          return false;
        }
        last = json[i] == 'n' || json[i] == 't' || json[i] == 'r' ? (byte) ' ' : json[i];
      }
    }
    return blankEnd || last != ' ';
  }
}
