package io.stepgate.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.json.JsonEscaper;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a backend's error a client is told. */
class BackendErrorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "cannot open /home/u/models/step/config.json | cannot open …",
        "File \"/usr/lib/python3/x.py\", line 3 | File \"…\", line 3",
        "No such file: '/data/my models/x' in cache | No such file: '…' in cache",
        "at /opt/x/y.py:12: boom | at …:12: boom",
        "path=/root/.cache/hub, retry | path=…, retry",
        "see (/srv/a/b) or [/srv/c/d] | see (…) or […]",
        "in ~/.cache/huggingface/hub | in …",
        "from file:///home/u/image.png | from …",
        "It is in /var/log/x. Sorry | It is in …. Sorry",
        "/etc/ssl/key.pem | …"
      })
  void filePath_inTheMessage_isNotTold(String message, String told) {
    assertEquals(told, read(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Only 'application/json' is allowed",
        "the model stepfun-ai/Step-3.5-Flash does not exist",
        "a/b/c",
        "see https://docs.sglang.ai/basic/usage.html for /more",
        "http://h/a/b?c=/d/e",
        "there is no path /v1/chat/completions",
        "use /generate",
        "closed by </think> and and/or 1 / 2 // done",
        "temperature must be in [0, 2], got 12/11/2026",
        "5 tokens/s"
      })
  void wordsWithSlashes_inTheMessage_stay(String message) {
    assertEquals(message, read(message));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "'/a ", "\"/", "~/", "file:/", "://"})
  void veryManyBeginnings_inTheMessage_makeItNoLonger(String beginning) {
    String message = String.join("", Collections.nCopies(1000, beginning));

    assertTrue(read(message).length() <= message.length());
  }

  @Test
  void filePath_inTheMessageOfAFrame_isNotTold() {
    byte[] frame = json("{\"error\":{\"message\":\"lost /a/b/c\",\"code\":500}}");

    assertEquals("lost …", BackendError.read(frame, 0, frame.length, 0).message());
  }

  private static String read(String message) {
    StringBuilder body = new StringBuilder("{\"object\":\"error\",\"message\":");
    JsonEscaper.quote(message, body);
    byte[] bytes = json(body.append(",\"code\":400}").toString());
    return BackendError.read(bytes, 0, bytes.length, 400).message();
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
