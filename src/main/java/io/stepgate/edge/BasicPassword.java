package io.stepgate.edge;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a user typed where a browser asked for a password. */
final class BasicPassword {
  private static final String BASIC = "Basic ";

  private BasicPassword() {}

  /** Null where the header is of another kind, or broken. */
  static String of(String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return null;
    }
    try {
      byte[] pair = Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
      String text = new String(pair, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0 ? null : text.substring(colon + 1);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }
}
