package io.stepgate.edge;

import io.stepgate.admission.HeldBody;
import io.stepgate.admission.Refusal;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A request's body. It stands in blocks while it comes, so that growing copies nothing, and each
 * block is paid for before it is made. Whoever receives it closes it. Used by one thread at a time.
 */
final class Body implements AutoCloseable {
  private static final int LARGEST_BLOCK = 256 * 1024;

  private final HeldBody held;
  private final List<byte[]> blocks = new ArrayList<>();
  private byte[] whole;
  private int length;
  private int size;

  Body(HeldBody held) {
    this.held = held;
  }

  int length() {
    return length;
  }

  /**
   * Appends what has come.
   *
   * @param most how long the body may get, at least what it then is
   * @throws Refusal when there is no room for it
   */
  void add(Buffer chunk, long most) throws Refusal {
    int from = 0;
    int free = size - length;
    if (free > 0) {
      byte[] last = blocks.get(blocks.size() - 1);
      from = Math.min(free, chunk.length());
      chunk.getBytes(0, from, last, last.length - free);
    }
    int rest = chunk.length() - from;
    if (rest > 0) {
      // As much again as there is: few blocks, and of a small body no more than it needs.
      int block = (int) Math.min(Math.max(rest, Math.min(size, LARGEST_BLOCK)), most - size);
      held.take(block);
      byte[] next = new byte[block];
      chunk.getBytes(from, chunk.length(), next, 0);
      blocks.add(next);
      size += block;
    }
    length += chunk.length();
  }

  /** All of it in one array; of a large one that is work. */
  byte[] bytes() {
    if (whole == null) {
      byte[] first = blocks.isEmpty() ? new byte[0] : blocks.get(0);
      whole = first.length == length ? first : joined();
      blocks.clear();
    }
    return whole;
  }

  private byte[] joined() {
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] block : blocks) {
      int taken = Math.min(block.length, length - at);
      System.arraycopy(block, 0, all, at, taken);
      at += taken;
    }
    return all;
  }

  /** Pays for what was made of the body and is kept beside it. */
  void keeps(long bytes) throws Refusal {
    held.take(bytes);
  }

  /** Lets go of the body itself; what was made of it is still paid for. */
  void forget() {
    blocks.clear();
    whole = null;
    held.giveBack(size);
    size = 0;
    length = 0;
  }

  /** Lets go of everything. Closing twice is closing once. */
  @Override
  public void close() {
    forget();
    held.close();
  }
}
