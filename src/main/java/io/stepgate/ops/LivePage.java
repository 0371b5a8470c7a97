package io.stepgate.ops;

import io.stepgate.edge.PagePolicy;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

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
        PagePolicy.of(style, script));
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
}
