package io.stepgate.edge;

import io.stepgate.json.ByteSink;
import io.stepgate.json.JsonEscaper;
import io.stepgate.json.JsonNumbers;
import io.stepgate.openai.ClientRids;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gives the ids in an answer the names that the client chose: a backend says the gateway's own name
 * of the request, {@code "RID"}, or {@code "RID_0"} and so on where a request has several answers.
 * That name is random and unknown to the model, so it stands in an answer only where the backend
 * puts it. Used by one event loop.
 */
final class AnswerIds {
  private final ClientRids names;
  private final byte[] wanted;
  private final ByteSink renamed = new ByteSink(0);

  /**
   * @param rid the gateway's own name of the request
   */
  AnswerIds(ClientRids names, String rid) {
    this.names = names;
    wanted = ('"' + rid).getBytes(StandardCharsets.US_ASCII);
  }

  /** The answer, or whole frames of it, with the client's names; valid until the next call. */
  ByteSink renamed(ByteSink answer) {
    if (names.names().isEmpty()) {
      return answer;
    }
    byte[] bytes = answer.array();
    int end = answer.size();
    int done = 0;
    renamed.clear();
    for (int at = 0; at + wanted.length < end; at++) {
      if (bytes[at] != '"' || !stands(bytes, at)) {
        continue;
      }
      int close = at + wanted.length;
      while (close < end && bytes[close] != '"') {
        close++;
      }
      String name = name(bytes, at + wanted.length, close);
      if (name != null) {
        StringBuilder quoted = new StringBuilder();
        JsonEscaper.quote(name, quoted);
        renamed.write(bytes, done, at).write(quoted);
        done = close + 1;
      }
      at = close;
    }
    return renamed.write(bytes, done, end);
  }

  private boolean stands(byte[] bytes, int at) {
    return Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
  }

  /** The client's name for what follows the gateway's own, nothing or a number; null for none. */
  private String name(byte[] bytes, int from, int to) {
    if (from == to) {
      return names.each() ? names.name(0) : names.names().get(0);
    }
    long number = JsonNumbers.count(bytes, from + 1, to, ClientRids.MOST);
    return bytes[from] == '_' && number >= 0 ? names.name((int) number) : null;
  }
}
