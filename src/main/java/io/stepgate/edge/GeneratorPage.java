package io.stepgate.edge;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The config generator for people: one file that carries its style and its script, and a policy
 * that lets a browser run these two texts and talk to this server, and nothing else.
 *
 * @param html the page as it is sent
 * @param policy the value of its {@code Content-Security-Policy}
 */
record GeneratorPage(Buffer html, String policy) {
  private static final String RESOURCE = "/config-generator.html";

  static GeneratorPage load() {
    try (InputStream in = GeneratorPage.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + RESOURCE + " is not in this build");
      }
      return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static GeneratorPage of(String html) {
    String policy =
        PagePolicy.of(between(html, "<style>", "</style>"), between(html, "<script>", "</script>"));
    return new GeneratorPage(Buffer.buffer(html), policy);
  }

  private static String between(String html, String open, String close) {
    int from = html.indexOf(open) + open.length();
    int to = html.indexOf(close, from);
    if (from < open.length() || to < 0 || html.indexOf(open, to) >= 0) {
      throw new IllegalArgumentException("the page needs exactly one " + open + "..." + close);
    }
    return html.substring(from, to);
  }
}
