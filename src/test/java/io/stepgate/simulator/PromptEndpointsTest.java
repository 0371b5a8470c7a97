package io.stepgate.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.simulator.engine.Tokenizer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code /generate} and {@code /v1/completions} as the seed page's benchmark commands use them. */
class PromptEndpointsTest {
  private static RunningSimulator server;

  @BeforeAll
  static void start() {
    server = RunningSimulator.start(RunningSimulator.parsing());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void benchmarkRequest_streamed_hasCumulativeTextOfExactlyTheWantedTokens() throws Exception {
    List<JsonObject> chunks =
        server.chunks("/generate", generate("word ".repeat(40), 50, true).put("stream", true));

    String before = "";
    int tokens = 0;
    for (JsonObject chunk : chunks) {
      String text = chunk.getString("text");
      assertTrue(text.startsWith(before) && text.length() > before.length());
      before = text;
      tokens++;
      JsonObject meta = chunk.getJsonObject("meta_info");
      assertEquals(tokens, meta.getInteger("completion_tokens"));
      assertEquals(tokens, chunk.getJsonArray("output_ids").size());
    }
    assertEquals(50, tokens);
    assertEquals(50, Tokenizer.count(before));
    JsonObject finish = chunks.get(49).getJsonObject("meta_info").getJsonObject("finish_reason");
    assertEquals(new JsonObject().put("type", "length").put("length", 50), finish);
  }

  @Test
  void prefixWarmUp_withNoNewTokens_isAnsweredEmpty() throws Exception {
    JsonObject answer = server.answer("/generate", generate("Question: 1+1?", 0, false));

    assertEquals("", answer.getString("text"));
    assertEquals(0, answer.getJsonObject("meta_info").getInteger("completion_tokens"));
  }

  @Test
  void gsm8kQuestion_asked_endsInANumber() throws Exception {
    JsonObject answer =
        server.answer("/generate", generate("Question: How many?\nAnswer:", 512, false));

    assertTrue(answer.getString("text").matches("(?s).*#### \\d+"), answer.getString("text"));
    JsonObject meta = answer.getJsonObject("meta_info");
    assertEquals("stop", meta.getJsonObject("finish_reason").getString("type"));
    assertEquals(Tokenizer.count(answer.getString("text")), meta.getInteger("completion_tokens"));
  }

  @Test
  void chatTemplateGivenByHand_continued_thinksInRawText() throws Exception {
    JsonObject answer =
        server.answer("/generate", generate("<|im_start|>assistant\n<think>\n", 500, false));

    assertTrue(answer.getString("text").contains("\n</think>\n"));
  }

  @Test
  void batch_posted_isAnsweredByAListInOrder() throws Exception {
    JsonObject request =
        generate("", 4, true).put("text", new JsonArray().add("one").add("two and more"));

    JsonArray answers = new JsonArray(server.send(server.post("/generate", request)).body());

    assertEquals(2, answers.size());
    assertTrue(
        answers.getJsonObject(0).getJsonObject("meta_info").getInteger("prompt_tokens")
            < answers.getJsonObject(1).getJsonObject("meta_info").getInteger("prompt_tokens"));
  }

  @Test
  void tokenIds_asPrompt_countAsMany() throws Exception {
    JsonObject request = generate("", 2, true);
    request.remove("text");
    request.put("input_ids", new JsonArray().add(5).add(6).add(7));

    JsonObject meta = server.answer("/generate", request).getJsonObject("meta_info");

    assertEquals(3, meta.getInteger("prompt_tokens"));
  }

  @Test
  void generateRequest_withoutPrompt_isANestedError() throws Exception {
    HttpResponse<String> answer = server.send(server.post("/generate", new JsonObject()));

    assertEquals(400, answer.statusCode());
    String message = new JsonObject(answer.body()).getJsonObject("error").getString("message");
    assertFalse(message.isBlank());
  }

  @Test
  void completion_streamed_carriesTheFinishOnItsLastText() throws Exception {
    JsonObject request =
        new JsonObject()
            .put("model", "m")
            .put("prompt", "Once")
            .put("best_of", 1)
            .put("max_tokens", 6)
            .put("ignore_eos", true)
            .put("stream", true)
            .put("stream_options", new JsonObject().put("include_usage", true));

    List<JsonObject> chunks = server.chunks("/v1/completions", request);

    assertEquals(7, chunks.size());
    JsonObject last = Chats.choice(chunks.get(5));
    assertEquals("length", last.getString("finish_reason"));
    assertFalse(last.getString("text").isEmpty());
    assertEquals(6, chunks.get(6).getJsonObject("usage").getInteger("completion_tokens"));
    assertEquals("text_completion", chunks.get(0).getString("object"));
  }

  @Test
  void completions_ofTwoPromptsWithTwoChoices_countEachPromptOnce() throws Exception {
    JsonObject request =
        new JsonObject()
            .put("prompt", new JsonArray().add("ab").add("cd"))
            .put("n", 2)
            .put("max_tokens", 3)
            .put("ignore_eos", true);

    JsonObject answer = server.answer("/v1/completions", request);

    assertEquals(4, answer.getJsonArray("choices").size());
    assertEquals(2, answer.getJsonObject("usage").getInteger("prompt_tokens"));
    assertEquals(12, answer.getJsonObject("usage").getInteger("completion_tokens"));
  }

  private static JsonObject generate(String text, int tokens, boolean ignoreEos) {
    JsonObject sampling =
        new JsonObject()
            .put("temperature", 0.0)
            .put("max_new_tokens", tokens)
            .put("ignore_eos", ignoreEos);
    return new JsonObject()
        .put("text", text)
        .put("sampling_params", sampling)
        .put("stream", false)
        .putNull("lora_path")
        .put("return_logprob", false)
        .put("logprob_start_len", -1);
  }
}
