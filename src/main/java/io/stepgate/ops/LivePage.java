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
 * The live page: one answer with its style and its script in it, and a policy by which a browser
 * runs these two texts, talks to this server, and does nothing else.
 *
 * @param html the page as it is sent
 * @param policy the value of its {@code Content-Security-Policy}
 */
record LivePage(Buffer html, String policy) {
  private static final String FOLDER = "/live/";

  static LivePage load() {
    return of(read("page.html"), read("style.css"), read("show.js") + read("watch.js"));
  }

  /**
   * Puts the parts together.
   *
   * @param frame a page with one empty style and one empty script
   */
  static LivePage of(String frame, String style, String script) {
    return new LivePage(
        Buffer.buffer(filled(filled(frame, "style", style), "script", script)),
        String.join(
            "; ",
            "default-src 'none'",
            "connect-src 'self'",
            "img-src data:",
            "style-src " + hash(style),
            "script-src " + hash(script),
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'"));
  }

  private static String filled(String frame, String name, String text) {
    String open = "<" + name + ">";
    String close = "</" + name + ">";
    String[] parts = frame.split(open + close, -1);
    if (parts.length != 2 || text.contains(close)) {
      throw new IllegalArgumentException(
          "the page needs exactly one empty " + open + ", and the text none of its own");
    }
    return parts[0] + open + text + close + parts[1];
  }

  private static String read(String file) {
    try (InputStream in = LivePage.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + FOLDER + file + " is not in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
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
