package io.stepgate.ops;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The live page: one file with its style and its script in it, and a policy by which a browser runs
 * these two texts, talks to this server, and does nothing else.
 *
 * @param html the page as it is sent
 * @param policy the value of its {@code Content-Security-Policy}
 */
record LivePage(Buffer html, String policy) {
  private static final String RESOURCE = "/live.html";

  static LivePage load() {
    try (InputStream in = LivePage.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + RESOURCE + " is not in this build");
      }
      return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static LivePage of(String html) {
    return new LivePage(
        Buffer.buffer(html),
        String.join(
            "; ",
            "default-src 'none'",
            "connect-src 'self'",
            "img-src data:",
            "style-src " + hash(only(html, "style")),
            "script-src " + hash(only(html, "script")),
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'"));
  }

  /** What stands in the one element of this name. */
  private static String only(String html, String name) {
    String[] parts = html.split("</?" + name + ">", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("the page needs exactly one <" + name + ">");
    }
    return parts[1];
  }

  /** Names an inline text as a policy does. */
  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
