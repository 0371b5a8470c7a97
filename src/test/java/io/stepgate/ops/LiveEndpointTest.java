package io.stepgate.ops;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.equalToIgnoringCase;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.stepgate.testing.PacedBackendResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets the live page, and with what; and who gets what they got before there was one. */
@QuarkusTest
@WithTestResource(PacedBackendResource.class)
class LiveEndpointTest {
  @Test
  void page_comesWithAPolicyOfHashes() {
    get("/?window=5m")
        .then()
        .statusCode(200)
        .contentType(equalTo("text/html; charset=utf-8"))
        .header("X-Request-Id", matchesPattern("[0-9a-f]{32}"))
        .header("X-Content-Type-Options", equalTo("nosniff"))
        .header("Referrer-Policy", equalTo("no-referrer"))
        .header("Cache-Control", equalTo("no-cache"))
        .header("Vary", equalToIgnoringCase("Accept"))
        .header(
            "Content-Security-Policy",
            allOf(startsWith("default-src 'none';"), not(containsString("unsafe"))))
        .body(startsWith("<!DOCTYPE html>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
        "*/*",
        "text/*;q=0.1",
        "application/json, text/html;q=0.1"
      })
  void page_isForWhoAcceptsIt(String accept) {
    assertEquals(200, asking(accept).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "text/plain", "text/html;q=0", "application/json, */*;q=0"})
  void page_isNotForPrograms_theyGetTheApisError(String accept) {
    asking(accept)
        .then()
        .statusCode(404)
        .contentType(equalTo("application/json"))
        .body("error.type", equalTo("not_found_error"))
        .body("error.message", containsString("/benchmark/report"));
  }

  @ParameterizedTest
  @CsvSource({"PUT,/", "POST,/", "DELETE,/", "PUT,/live/events", "POST,/live/events"})
  void otherMethods_areRefused(String method, String path) {
    given().request(method, path).then().statusCode(405).header("Allow", equalTo("GET"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/live", "/live/events/x", "/live/page.html", "/index.html", "/x", "/v1/x"})
  void unknownPaths_stillGetTheApisError(String path) {
    get(path)
        .then()
        .statusCode(404)
        .contentType(equalTo("application/json"))
        .body("error.type", equalTo("not_found_error"))
        .body("error.message", containsString(path));
  }

  private static Response asking(String accept) {
    return given().header("Accept", accept).get("/");
  }
}
