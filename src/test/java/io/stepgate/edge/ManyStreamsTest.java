package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.ChatReply;
import io.stepgate.testing.Frames;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Streams at the same time: the backend says no word before all of them have come. */
@QuarkusTest
class ManyStreamsTest extends GatewayClient {
  private static final int STREAMS = 200;
  private static final int LONGEST_PIECE = 8;
  private static final String TOOLS =
      "[{\"type\":\"function\",\"function\":{\"name\":\"look\",\"parameters\":{\"type\":\"object\","
          + "\"properties\":{\"at\":{\"type\":\"string\"}}}}}]";

  @Test
  void twoHundredStreams_atOnce_eachSayWhatItsBackendSaid() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int number = 0; number < STREAMS; number++) {
      answers.add(
          http.sendAsync(
              HttpRequest.newBuilder(uri(CHAT))
                  .POST(HttpRequest.BodyPublishers.ofString(request(number).encode()))
                  .build(),
              HttpResponse.BodyHandlers.ofString()));
    }

    for (int number = 0; number < STREAMS; number++) {
      ChatReply reply = ChatReply.ofStream(answers.get(number).get(60, TimeUnit.SECONDS).body());
      assertEquals(thinking(number), reply.reasoning.toString());
      assertEquals(answer(number), reply.content.toString().strip());
      assertEquals(List.of("look"), reply.names);
      assertEquals("{\"at\": \"" + place(number) + "\"}", reply.arguments.get(0).toString());
      assertEquals("tool_calls", reply.finish);
    }
  }

  private static JsonObject request(int number) {
    String call =
        "<tool_call>\n<function=look>\n<parameter=at>\n"
            + place(number)
            + "\n</parameter>\n</function>\n</tool_call>";
    List<String> pieces =
        pieces(thinking(number) + "</think>" + answer(number) + call, new Random(number));
    JsonObject script = frames(Frames.raw(pieces, "stop"), "finish").put("gather", STREAMS);
    return chat(Frames.MODEL, true).put("tools", new JsonArray(TOOLS)).put("script", script);
  }

  private static String thinking(int number) {
    return ("number " + number + " < think of it; ").repeat(number % 7 + 1) + "说" + number;
  }

  private static String answer(int number) {
    return "answer " + number + " <" + "x".repeat(number) + "> 🙂";
  }

  private static String place(int number) {
    return "place " + number + " <" + "y".repeat(number);
  }

  /** Cut by chance, between code points. */
  private static List<String> pieces(String text, Random random) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int to = Math.min(text.length(), from + 1 + random.nextInt(LONGEST_PIECE));
      if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
        to++;
      }
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }
}
