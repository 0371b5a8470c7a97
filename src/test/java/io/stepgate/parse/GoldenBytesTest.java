package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.stepgate.json.ByteSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What clients get, byte for byte: a change that is not meant to be seen by them does not change
 * the recording, one that is comes with a new one. To record: {@code -Dgolden.record=true}.
 */
class GoldenBytesTest {
  private static final Path RECORDING = Path.of("src/test/resources/golden/chat-bytes.txt");

  @Test
  void recordedExchangesAndTexts_answered_giveTheSameBytesAsEver() throws Exception {
    List<String> lines = new ArrayList<>();
    for (WireCase wire : WireCase.all()) {
      lines.add(line(wire.id() + " stream", Feed.whole(new ChatStream(wire.plan()), wire.sse())));
      lines.add(line(wire.id() + " whole", whole(wire.plan(), wire.whole())));
    }
    for (Vector vector : vectors()) {
      ChatPlan plan = Feed.plan(Feed.text("step3p5", "step3p5", vector.tools()));
      lines.add(line(vector.id() + " stream", Feed.whole(new ChatStream(plan), frames(vector))));
      lines.add(line(vector.id() + " whole", whole(plan, message(vector))));
    }

    if (Boolean.getBoolean("golden.record")) {
      Files.createDirectories(RECORDING.getParent());
      Files.write(RECORDING, lines);
    }
    assertEquals(String.join("\n", Files.readAllLines(RECORDING)), String.join("\n", lines));
  }

  private static List<Vector> vectors() {
    List<Vector> all = new ArrayList<>();
    all.addAll(Vector.read("step3p5-reasoning.jsonl", Vector.Stage.THINKING));
    all.addAll(Vector.read("step3p5-tools.jsonl", Vector.Stage.CALLS));
    all.addAll(Vector.read("step3p5-more.jsonl", Vector.Stage.ALL));
    return all;
  }

  /** A text as a server without parsers sends it. */
  private static String frames(Vector vector) throws IOException {
    StringBuilder frames = new StringBuilder(Feed.frame("\"role\":\"assistant\",\"content\":\"\""));
    for (String chunk : vector.chunks()) {
      frames.append(Feed.frame("\"content\":" + quoted(chunk)));
    }
    return frames.append(Feed.finish(finish(vector))).append(Feed.DONE).toString();
  }

  private static String message(Vector vector) throws IOException {
    return "{\"id\":\"r\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
        + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
        + quoted(vector.text())
        + ",\"reasoning_content\":null,\"tool_calls\":null},\"logprobs\":null,\"finish_reason\":\""
        + finish(vector)
        + "\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}";
  }

  private static String whole(ChatPlan plan, String body) throws ParseFailure {
    ByteSink out = new ByteSink(16);
    new ChatAnswer(plan).read(Feed.utf8(body), out);
    return Feed.text(out);
  }

  private static String finish(Vector vector) {
    return vector.stopped() ? "stop" : "length";
  }

  private static String quoted(String text) throws JsonProcessingException {
    return ClientView.JSON.writeValueAsString(text);
  }

  private static String line(String what, String bytes) throws GeneralSecurityException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(bytes.getBytes(StandardCharsets.UTF_8));
    return what + " " + bytes.length() + " " + HexFormat.of().formatHex(digest, 0, 8);
  }
}
