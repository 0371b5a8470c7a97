package io.stepgate.json;

import java.util.Arrays;

/**
 * The fields of an object that somebody asks for. A stranger's names are compared with these, byte
 * by byte, and nothing else is done with them.
 */
public final class FieldNames {
  public static final int NONE = -1;

  /** A character takes six bytes as an escape. */
  private static final int ESCAPED = 6;

  private final String[] names;
  private final int longest;

  private FieldNames(String[] names) {
    this.names = names;
    longest = Arrays.stream(names).mapToInt(String::length).max().orElse(0);
  }

  /** Names in ASCII. */
  public static FieldNames of(String... names) {
    return new FieldNames(names);
  }

  public int size() {
    return names.length;
  }

  public String name(int index) {
    return names[index];
  }

  /** The place of a name that one of our own lines asks for. */
  public int index(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("'" + name + "' is not among the fields that are kept");
  }

  /**
   * The place of the name that the bytes {@code [from, to)} between two quotes spell, with escapes
   * or without; {@link #NONE} for one that nobody asks for.
   */
  public int find(byte[] json, int from, int to) {
    int length = to - from;
    if (length <= longest) {
      for (int i = 0; i < names.length; i++) {
        if (JsonBytes.spells(json, from, to, names[i])) {
          return i;
        }
      }
    }
    return length <= longest * ESCAPED ? findEscaped(json, from, to) : NONE;
  }

  private int findEscaped(byte[] json, int from, int to) {
    boolean escaped = false;
    for (int i = from; i < to; i++) {
      escaped |= json[i] == '\\';
    }
    if (escaped) {
      StringBuilder name = new StringBuilder(to - from);
      JsonUnescaper.unescape(json, from, to, name);
      for (int i = 0; i < names.length; i++) {
        if (names[i].contentEquals(name)) {
          return i;
        }
      }
    }
    return NONE;
  }
}
