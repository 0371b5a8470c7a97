package io.stepgate.edge;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.equalToIgnoringCase;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.stepgate.testing.ScriptedBackendResource;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The generator's three paths on a gateway that asks everyone else for a key. */
@QuarkusTest
@TestProfile(GeneratorEndpointTest.WithKeys.class)
class GeneratorEndpointTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLAIN = "text/plain";

  /** Keys, a single permit, and the two lines by which pages of one other origin may use it. */
  public static class WithKeys implements QuarkusTestProfile {
    static final String PAGE = "https://app.example";

    /** More than one: a request gives its permit back a moment after its client has the answer. */
    static final int PERMITS = 4;

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "stepgate.ops.live",
          "key",
          "stepgate.admission.keys-file",
          "src/test/resources/edge/generator-keys.txt",
          "stepgate.admission.max-in-flight",
          "" + PERMITS,
          "stepgate.admission.max-queue",
          "0",
          "quarkus.http.cors.enabled",
          "true",
          "quarkus.http.cors.origins",
          PAGE);
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(ScriptedBackendResource.class));
    }
  }

  @Test
  void everyCombination_asQueryAndAsBody_isTheSeedsCommandByteForByte() throws IOException {
    int seen = 0;
    for (JsonNode row : seed().get("commands")) {
      String command = row.get("command").textValue();
      Map<String, String> query = new LinkedHashMap<>();
      row.get("values")
          .properties()
          .forEach(each -> query.put(each.getKey(), each.getValue().textValue()));
      String body = row.get("values").toString();

      Response text = given().accept(PLAIN).queryParams(query).get("/config-generator/command");
      Response json = posting(body).post("/config-generator/command");

      assertEquals(command, text.asString());
      assertEquals(PLAIN + "; charset=utf-8", text.contentType());
      assertEquals(command, json.path("command"));
      assertEquals(query, json.path("values"));
      seen++;
    }
    assertEquals(80, seen);
  }

  @Test
  void options_asked_areTheSeedsGroupsWithoutAKey() throws IOException {
    given().get("/v1/models").then().statusCode(401);

    Response options = given().get("/config-generator/options");

    assertEquals(200, options.statusCode());
    assertEquals("application/json", options.contentType());
    assertEquals(seed().get("options"), JSON.readTree(options.asString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "command|text/plain; charset=utf-8|sglang serve",
        "docker|text/plain; charset=utf-8|docker pull",
        "compose|application/yaml; charset=utf-8|services:",
        "kubernetes|application/yaml; charset=utf-8|kind: \"Deployment\"",
        "json|application/json|{\"values\":"
      })
  void format_named_winsOverAcceptAndHasItsType(String format, String type, String part) {
    given()
        .accept(format.equals("json") ? PLAIN : "application/json")
        .get("/config-generator/command?format=" + format)
        .then()
        .statusCode(200)
        .contentType(equalTo(type))
        .body(containsString(part));
    posting("{}")
        .post("/config-generator/command?format=" + format)
        .then()
        .statusCode(200)
        .contentType(equalTo(type));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/*|application/json",
        "application/json|application/json",
        "text/html|application/json",
        "text/plain;q=0|application/json",
        "text/plain;q=0.5, application/json|application/json",
        "text/plain|text/plain; charset=utf-8",
        "text/html, text/plain;q=0.9, */*;q=0.1|text/plain; charset=utf-8",
        "text/*|text/plain; charset=utf-8",
        "nonsense|application/json"
      })
  void accept_sent_decidesBetweenJsonAndTheBareCommand(String accept, String type) {
    given()
        .header("Accept", accept)
        .get("/config-generator/command")
        .then()
        .statusCode(200)
        .contentType(equalTo(type))
        .header("Vary", equalToIgnoringCase("Accept"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpu=h200|gpu",
        "hardware=h100|hardware",
        "hardware=h200&hardware=h200|hardware",
        "format=helm|format"
      })
  void query_wrong_isRefusedInTheShapeOfTheApi(String query, String param) {
    given()
        .header("X-Request-Id", "mine-7")
        .accept(PLAIN)
        .get("/config-generator/command?" + query)
        .then()
        .statusCode(400)
        .header("X-Request-Id", equalTo("mine-7"))
        .contentType(equalTo("application/json"))
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.param", equalTo(param))
        .body("error.message", allOf(containsString(param), containsString("allowed: ")));
  }

  /**
   * Sent by hand: clients do not let such an address pass. Quarkus answers it with a bare status
   * before any door is asked, so there is no body to look at.
   */
  @Test
  void query_wronglyEncoded_isRefused() throws IOException {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      String request =
          "GET /config-generator/command?hardware=%zz HTTP/1.1\r\n"
              + "Host: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"hardware\":4}", "{\"a\":\"b\"}"})
  void body_wrong_isRefusedInTheShapeOfTheApi(String body) {
    posting(body)
        .post("/config-generator/command")
        .then()
        .statusCode(400)
        .header("X-Request-Id", matchesPattern("[0-9a-f]{32}"))
        .body("error.type", equalTo("invalid_request_error"));
  }

  @Test
  void body_ofAMegabyte_isRefusedByWhatIsWrongInIt() {
    posting("{\"hardware\":\"" + "x".repeat(60_000) + "\"}")
        .post("/config-generator/command")
        .then()
        .statusCode(400)
        .body("error.param", equalTo("hardware"))
        .body("error.message", containsString("mi355x"));
    posting("{\"gpu\":\"" + "x".repeat(60_000) + "\"}")
        .post("/config-generator/command")
        .then()
        .statusCode(400)
        .body("error.message", containsString("speculative"));
  }

  @Test
  void body_ofTheLimit_isReadAndOneByteMoreIsTooLarge() {
    String limit = "{}" + " ".repeat(64 * 1024 - 2);

    posting(limit).post("/config-generator/command").then().statusCode(200);
    posting(limit + " ")
        .post("/config-generator/command")
        .then()
        .statusCode(413)
        .body("error.code", equalTo("request_too_large"))
        .body("error.message", containsString("65536 bytes"));
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/config-generator,GET",
    "PUT,/config-generator/options,GET",
    "DELETE,/config-generator/command,'GET, POST'"
  })
  void method_notOfThePath_isRefusedWithThoseThatAre(String method, String path, String allowed) {
    given()
        .request(method, path)
        .then()
        .statusCode(405)
        .header("Allow", equalTo(allowed))
        .header("X-Request-Id", matchesPattern("[0-9a-f]{32}"))
        .body("error.type", equalTo("invalid_request_error"));
  }

  @Test
  void page_asked_comesWithAPolicyOfHashesAndNoOtherSource() {
    given()
        .get("/config-generator?hardware=mi300x")
        .then()
        .statusCode(200)
        .contentType(equalTo("text/html; charset=utf-8"))
        .header("X-Request-Id", matchesPattern("[0-9a-f]{32}"))
        .header("X-Content-Type-Options", equalTo("nosniff"))
        .header("Referrer-Policy", equalTo("no-referrer"))
        .header(
            "Content-Security-Policy",
            allOf(startsWith("default-src 'none';"), not(containsString("unsafe"))))
        .body(startsWith("<!DOCTYPE html>"));
  }

  /** A body as it stands; by itself the client would add a charset to its type. */
  private static RequestSpecification posting(String body) {
    return given()
        .config(
            RestAssured.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
        .contentType("application/json")
        .body(body);
  }

  private static JsonNode seed() throws IOException {
    try (InputStream in =
        GeneratorEndpointTest.class.getResourceAsStream("/deploy/step35-commands.json")) {
      return JSON.readTree(in);
    }
  }
}
