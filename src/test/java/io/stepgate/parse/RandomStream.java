package io.stepgate.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A valid stream of random text, and what its choices said. */
final class RandomStream {
  static final class Said {
    final List<String> reasoning = new ArrayList<>();
    final List<String> content = new ArrayList<>();
    final List<String> tokens = new ArrayList<>();
    String finish;
  }

  final List<Said> choices = new ArrayList<>();
  final byte[] bytes;
  private final Random random;
  private final String newline;
  private final boolean splitByBackend;
  private final boolean logprobs;
  private final boolean usage;
  private final boolean allKeys;
  private final boolean pairs;
  private int token;

  RandomStream(Random random, int n, boolean splitByBackend) {
    this.random = random;
    this.splitByBackend = splitByBackend;
    newline = random.nextInt(4) == 0 ? "\r\n" : "\n";
    logprobs = random.nextInt(3) == 0;
    usage = random.nextInt(3) == 0;
    allKeys = random.nextBoolean();
    pairs = n > 1 && random.nextInt(3) == 0;
    StringBuilder stream = new StringBuilder();
    List<List<String>> frames = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      choices.add(new Said());
      frames.add(frames(choices.get(i), i));
    }
    while (frames.stream().anyMatch(left -> !left.isEmpty())) {
      int at = random.nextInt(n);
      if (!frames.get(at).isEmpty()) {
        String choice = frames.get(at).remove(0);
        int other = (at + 1) % n;
        if (pairs && random.nextBoolean() && !frames.get(other).isEmpty()) {
          choice += ", " + frames.get(other).remove(0);
        }
        event(choice, stream);
      }
    }
    if (usage) {
      event("", stream);
    }
    stream.append("data: [DONE]").append(newline).append(newline);
    bytes = Feed.utf8(stream.toString());
  }

  private List<String> frames(Said said, int index) {
    List<String> frames = new ArrayList<>();
    if (splitByBackend) {
      said.reasoning.addAll(Texts.cut(Texts.soup(random), random));
    }
    said.content.addAll(Texts.cut(plainOrSoup(), random));
    if (random.nextInt(4) > 0) {
      frames.add(choice(index, "\"role\":\"assistant\",\"content\":\"\"", "", null));
    }
    for (String piece : said.reasoning) {
      frames.add(choice(index, member("reasoning_content", piece), piece, said));
    }
    for (String piece : said.content) {
      String nothing = splitByBackend ? "\"reasoning_content\":null," : "";
      frames.add(choice(index, nothing + member("content", piece), piece, said));
    }
    said.finish = List.of("stop", "stop", "length", "abort").get(random.nextInt(4));
    frames.add(
        "{\"index\":"
            + index
            + ",\"delta\":{\"reasoning_content\":null},\"logprobs\":null,\"finish_reason\":\""
            + said.finish
            + "\",\"matched_stop\":null}");
    return frames;
  }

  private String plainOrSoup() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(random.nextBoolean() ? " some plain words\nof text\t" : Texts.soup(random));
      text.append(random.nextInt(3) == 0 ? "</think>" : "");
    }
    return text.toString();
  }

  private String choice(int index, String delta, String piece, Said said) {
    String more = allKeys ? ",\"tool_calls\":null" : "";
    String probs = "null";
    if (logprobs && said != null && !piece.isEmpty() && random.nextInt(5) > 0) {
      String name = "t" + token++;
      said.tokens.add(name);
      probs = "{\"content\":[{\"token\":\"" + name + "\",\"logprob\":-0.5}]}";
    }
    return "{\"index\":"
        + index
        + ",\"delta\":{"
        + delta
        + more
        + "},\"logprobs\":"
        + probs
        + ",\"finish_reason\":null,\"matched_stop\":null}";
  }

  private String member(String key, String text) {
    return "\"" + key + "\":" + quoted(text);
  }

  /** The text as JSON; half a pair goes by number, and now and then markers and letters too. */
  private String quoted(String text) {
    try {
      String json = ClientView.JSON.writeValueAsString(text);
      StringBuilder escaped = new StringBuilder();
      json.codePoints().forEach(point -> append(point, escaped));
      json = escaped.toString();
      if (random.nextInt(4) == 0) {
        json = json.replace("<", "\\u003c").replace("é", "\\u00E9").replace("/", "\\/");
      }
      return json;
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static void append(int point, StringBuilder out) {
    if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
      out.append("\\u").append(Integer.toHexString(point));
    } else {
      out.appendCodePoint(point);
    }
  }

  private void event(String choice, StringBuilder out) {
    switch (random.nextInt(12)) {
      case 0 -> out.append(": keep-alive").append(newline).append(newline);
      case 1 -> out.append("event: message").append(newline);
      case 2 -> out.append("id: 7").append(newline);
      default -> {}
    }
    String count =
        usage && (choice.isEmpty() || random.nextBoolean())
            ? ",\"usage\":{\"prompt_tokens\":3,\"total_tokens\":9,\"completion_tokens\":6,"
                + "\"prompt_tokens_details\":null,\"reasoning_tokens\":2}"
            : allKeys ? ",\"usage\":null" : "";
    out.append(random.nextInt(8) == 0 ? "data:" : "data: ");
    out.append("{\"id\":\"r\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",");
    out.append("\"choices\":[").append(choice).append(']').append(count).append('}');
    out.append(newline).append(newline);
  }

  /** The same bytes spoilt: cut off, or with some of them changed. */
  byte[] spoilt() {
    ByteArrayOutputStream spoilt = new ByteArrayOutputStream();
    spoilt.write(bytes, 0, random.nextInt(bytes.length + 1));
    byte[] result = spoilt.toByteArray();
    for (int i = random.nextInt(6); i > 0 && result.length > 0; i--) {
      byte[] likely = Feed.utf8("{}[]\",:\\\n\r<n0");
      boolean structure = random.nextBoolean();
      result[random.nextInt(result.length)] =
          structure ? likely[random.nextInt(likely.length)] : (byte) random.nextInt(256);
    }
    return result;
  }
}
