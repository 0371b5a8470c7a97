package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.stepgate.testing.WireClient;
import io.vertx.core.http.HttpVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which paths ask for a key is a property of the path's route, not of how a client spells it. */
@QuarkusTest
@TestProfile(GeneratorEndpointTest.WithKeys.class)
class KeyedRoutesTest {
  private static final String KEY = "only-for-tests";
  private static final String PARSE = "{\"text\":\"a\",\"reasoning_parser\":\"step3p5\"}";

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1, GET, /health/../v1/models",
    "HTTP_1_1, GET, /health/%2e%2e/v1/models",
    "HTTP_1_1, GET, /health/%2E%2e/v1/models/x",
    "HTTP_1_1, GET, /health_generate/../v1/models",
    "HTTP_1_1, GET, /q/health/../../v1/models",
    "HTTP_1_1, POST, /health/../separate_reasoning",
    "HTTP_1_1, POST, /health/%2e%2e/separate_reasoning",
    "HTTP_1_1, POST, /config-generator/../separate_reasoning",
    "HTTP_1_1, POST, /health/../v1/chat/completions",
    "HTTP_2, GET, /health/../v1/models",
    "HTTP_2, GET, /health/%2e%2e/v1/models",
    "HTTP_2, POST, /health/../separate_reasoning",
    "HTTP_2, POST, /health/../v1/chat/completions"
  })
  void keyedPath_spelledThroughAnOpenOne_stillAsksForAKey(
      HttpVersion version, String method, String target) {
    try (WireClient client = new WireClient(version, RestAssured.port)) {
      String body = method.equals("POST") ? PARSE : null;

      WireClient.Answer answer = client.send(method, target, body);

      assertEquals(401, answer.status(), answer.body());
      assertTrue(answer.body().contains("invalid_api_key"), answer.body());
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1", "HTTP_2"})
  void openPath_spelledThroughAKeyedOne_staysOpen(HttpVersion version) {
    try (WireClient client = new WireClient(version, RestAssured.port)) {
      WireClient.Answer answer = client.send("GET", "/v1/models/../../config-generator", null);

      assertEquals(200, answer.status(), answer.body());
    }
  }
}
