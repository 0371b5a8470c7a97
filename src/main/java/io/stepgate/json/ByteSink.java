package io.stepgate.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of bytes, reused by its owner: one per event loop is enough. */
public final class ByteSink {
  private byte[] bytes;
  private int size;

  public ByteSink(int capacity) {
    bytes = new byte[capacity];
  }

  public ByteSink write(byte[] source) {
    return write(source, 0, source.length);
  }

  /** Appends {@code [from, to)} of {@code source}. */
  public ByteSink write(byte[] source, int from, int to) {
    int length = to - from;
    grow(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
    return this;
  }

  public ByteSink write(int single) {
    grow(1);
    bytes[size++] = (byte) single;
    return this;
  }

  /** Appends text as UTF-8; pure ASCII, the usual case, costs no allocation. */
  public ByteSink write(CharSequence text) {
    int length = text.length();
    grow(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return write(text.subSequence(i, length).toString().getBytes(StandardCharsets.UTF_8));
      }
      bytes[size++] = (byte) c;
    }
    return this;
  }

  public int size() {
    return size;
  }

  /** The bytes themselves; valid up to {@link #size()} and until the next write. */
  public byte[] array() {
    return bytes;
  }

  public byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  /** Forgets everything from {@code length} on. */
  public void truncate(int length) {
    size = length;
  }

  public void clear() {
    size = 0;
  }

  private void grow(int by) {
    if (size + by > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + by));
    }
  }
}
