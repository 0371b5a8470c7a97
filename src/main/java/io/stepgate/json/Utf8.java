package io.stepgate.json;

/** Which bytes are UTF-8: RFC 3629, without overlong forms, surrogates and what is past Unicode. */
final class Utf8 {
  private Utf8() {}

  /**
   * The length of the sequence of two to four bytes at {@code at}; 0 if that is none.
   *
   * @param at where a byte stands that is not ASCII
   */
  static int sequence(byte[] text, int at, int end) {
    int lead = text[at] & 0xFF;
    int length = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length == 0 || at + length > end) {
      return 0;
    }
    int second = text[at + 1] & 0xFF;
    int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
      return 0;
    }
    for (int i = at + 2; i < at + length; i++) {
      if ((text[i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
