package io.stepgate.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.stepgate.testing.SimulatorsResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The seed page's two programs, run with the official SDK against each placement of the parsers.
 */
@QuarkusTest
@WithTestResource(SimulatorsResource.class)
@SuppressWarnings(
    "deprecation") // reasoning_content has no typed accessor: the raw properties are the only way
class OpenAiSdkTest {
  private OpenAIClient client;

  @BeforeEach
  void ready() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> RestAssured.get("/v1/models").jsonPath().getList("data").size() == 4);
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl("http://localhost:" + RestAssured.port + "/v1")
            .apiKey("EMPTY")
            .maxRetries(0)
            .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {SimulatorsResource.RAW, SimulatorsResource.HALF, SimulatorsResource.BOTH})
  void firstProgram_streamed_printsTheSamplesThinkingAndAnswer(String model) {
    ChatCompletionCreateParams params =
        ChatCompletionCreateParams.builder()
            .model(model)
            .addUserMessage("Solve this problem step by step: What is 15% of 240?")
            .temperature(0.7)
            .maxCompletionTokens(2048)
            .build();
    StringBuilder thinking = new StringBuilder();
    StringBuilder answer = new StringBuilder();

    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params)) {
      stream.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .map(ChatCompletionChunk.Choice::delta)
          .forEach(
              delta -> {
                thinking.append(text(delta._additionalProperties()));
                answer.append(delta.content().orElse(""));
              });
    }

    assertTrue(
        thinking.toString().startsWith("We are asked: \"What is 15% of 240?\""),
        () -> thinking + "");
    assertTrue(thinking.toString().strip().endsWith("We'll present the solution step by step."));
    assertTrue(answer.toString().strip().startsWith("To find 15% of 240, follow these steps:"));
    assertTrue(answer.toString().strip().endsWith("**Answer:** 36"));
  }

  @ParameterizedTest
  @ValueSource(strings = {SimulatorsResource.RAW, SimulatorsResource.HALF, SimulatorsResource.BOTH})
  void secondProgram_wholeAndStreamed_callsTheToolAndUsesItsResult(String model) {
    ChatCompletionCreateParams.Builder first = weather(model);
    ChatCompletion whole = client.chat().completions().create(first.build());
    ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(first.build())) {
      stream.stream().forEach(accumulator::accumulate);
    }

    for (ChatCompletion completion : List.of(whole, accumulator.chatCompletion())) {
      ChatCompletion.Choice choice = completion.choices().get(0);
      ChatCompletionMessage message = choice.message();
      assertEquals(ChatCompletion.Choice.FinishReason.TOOL_CALLS, choice.finishReason());
      assertEquals(1, message.toolCalls().orElseThrow().size());
      ChatCompletionMessageFunctionToolCall call =
          message.toolCalls().orElseThrow().get(0).asFunction();
      assertEquals("get_weather", call.function().name());
      assertEquals("{\"location\": \"Beijing\"}", call.function().arguments());
      assertTrue(call.id().matches("call_[0-9a-f]{24}"), call.id());

      ChatCompletion last =
          client
              .chat()
              .completions()
              .create(
                  weather(model)
                      .addMessage(message)
                      .addMessage(
                          ChatCompletionToolMessageParam.builder()
                              .toolCallId(call.id())
                              .content("The weather in Beijing is 22°C and sunny.")
                              .build())
                      .build());
      assertEquals(
          "The weather in Beijing is 22°C and sunny.",
          last.choices().get(0).message().content().orElseThrow().strip());
    }
    assertTrue(
        text(whole.choices().get(0).message()._additionalProperties())
            .startsWith("The user is asking for the weather in Beijing."));
  }

  @ParameterizedTest
  @ValueSource(strings = {SimulatorsResource.RAW, SimulatorsResource.HALF, SimulatorsResource.BOTH})
  void answer_thatFailsInTheMiddle_throwsWhatTheErrorSays(String model) {
    ChatCompletionCreateParams params =
        ChatCompletionCreateParams.builder()
            .model(model)
            .addUserMessage("What is 15% of 240?")
            .putAdditionalBodyProperty("simulate", JsonValue.from("error-mid=5"))
            .build();

    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params)) {
      OpenAIException failure =
          assertThrows(OpenAIException.class, () -> stream.stream().forEach(chunk -> {}));

      assertTrue(failure.getMessage().contains("Simulated engine failure."), failure.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({SimulatorsResource.RAW + ",0", SimulatorsResource.USAGE + ",1"})
  void usage_thatNobodyAskedFor_comesIfTheServerTellsIt(String model, int told) {
    ChatCompletionCreateParams chat =
        ChatCompletionCreateParams.builder()
            .model(model)
            .addUserMessage("What is 15% of 240?")
            .build();
    CompletionCreateParams completion =
        CompletionCreateParams.builder().model(model).prompt("Once").maxTokens(3).build();

    try (StreamResponse<ChatCompletionChunk> chats =
            client.chat().completions().createStreaming(chat);
        StreamResponse<Completion> texts = client.completions().createStreaming(completion)) {
      assertEquals(told, chats.stream().filter(chunk -> chunk.usage().isPresent()).count());
      assertEquals(told, texts.stream().filter(chunk -> chunk.usage().isPresent()).count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SimulatorsResource.RAW, SimulatorsResource.HALF, SimulatorsResource.BOTH})
  void answer_thatMustGoOnBehindItsEnd_showsNoEndToken(String model) {
    ChatCompletionCreateParams params =
        ChatCompletionCreateParams.builder()
            .model(model)
            .addUserMessage("Go on.")
            .maxCompletionTokens(200)
            .putAdditionalBodyProperty("ignore_eos", JsonValue.from(true))
            .build();

    String whole =
        client.chat().completions().create(params).choices().get(0).message().content().get();

    assertFalse(whole.contains("<|im_end|>"), whole);
    assertTrue(whole.length() > 100, whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {SimulatorsResource.RAW, SimulatorsResource.HALF, SimulatorsResource.BOTH})
  void answer_toARequestThatTheClientNamed_hasItsName(String model) {
    ChatCompletionCreateParams params =
        ChatCompletionCreateParams.builder()
            .model(model)
            .addUserMessage("What is 15% of 240?")
            .putAdditionalBodyProperty("rid", JsonValue.from("mine-1"))
            .build();

    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params)) {
      assertTrue(stream.stream().allMatch(chunk -> chunk.id().equals("mine-1")));
    }
    assertEquals("mine-1", client.chat().completions().create(params).id());
  }

  private static ChatCompletionCreateParams.Builder weather(String model) {
    FunctionParameters parameters =
        FunctionParameters.builder()
            .putAdditionalProperty("type", JsonValue.from("object"))
            .putAdditionalProperty(
                "properties",
                JsonValue.from(
                    Map.of(
                        "location", Map.of("type", "string", "description", "The city name"),
                        "unit",
                            Map.of("type", "string", "enum", List.of("celsius", "fahrenheit")))))
            .putAdditionalProperty("required", JsonValue.from(List.of("location")))
            .build();
    return ChatCompletionCreateParams.builder()
        .model(model)
        .addUserMessage("What's the weather in Beijing?")
        .addTool(
            ChatCompletionFunctionTool.builder()
                .function(
                    FunctionDefinition.builder()
                        .name("get_weather")
                        .description("Get the current weather for a location")
                        .parameters(parameters)
                        .build())
                .build())
        .temperature(1.0);
  }

  private static String text(Map<String, JsonValue> more) {
    JsonValue value = more.get("reasoning_content");
    return value == null || value.isNull() ? "" : value.asStringOrThrow();
  }
}
