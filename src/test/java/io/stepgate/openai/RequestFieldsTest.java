package io.stepgate.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.json.FieldNames;
import io.stepgate.json.JsonWalker;
import io.stepgate.json.Span;
import io.stepgate.testing.CollidingNames;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFieldsTest {
  private static final FieldNames NAMES = FieldNames.of("a", "model", "n");

  @Test
  void namesThatCollideInJackson_read_areNamesLikeOthers() throws Exception {
    RequestFields fields = read("{" + CollidingNames.members(5000) + ",\"model\":\"m\"}");

    assertEquals("m", fields.text("model"));
  }

  @Test
  void bodyWithByteOrderMark_read_isRefusedByThatName() {
    ApiError error = refused("\uFEFF{\"a\":1}");

    assertEquals("the body begins with a byte order mark: send UTF-8 without one", error.message());
    assertNull(error.param());
  }

  @Test
  void nameAndStringLongerThanJacksonHasThem_read_areTaken() throws Exception {
    String text = "x".repeat(21_000_000);

    RequestFields fields = read("{\"" + "y".repeat(60_000) + "\":1,\"model\":\"" + text + "\"}");

    assertEquals(text, fields.text("model"));
  }

  @Test
  void numberOfTooManyDigits_read_isRefusedByThatLimit() {
    assertEquals(
        "the body has a number of more than 1000 characters: look at line 2, column 6",
        refused("{\n\"a\" :" + "9".repeat(1001) + "}").message());
  }

  @Test
  void objectsInsideOneAnother_read_areTakenToTheLimitThatTheErrorNames() throws Exception {
    int most = JsonWalker.MOST_DEPTH - 1;
    assertFalse(read("{\"b\":" + "[".repeat(most) + "]".repeat(most) + "}").isEmpty());

    ApiError error = refused("{\"b\":" + "[".repeat(most + 1) + "]".repeat(most + 1) + "}");

    assertEquals(
        "the body nests deeper than 1000 levels: look at line 1, column 1005", error.message());
  }

  @Test
  void fieldSpelledWithEscapes_besideThePlainOne_standsTwice() {
    ApiError error = refused("{\"model\":\"a\",\"m\\u006fdel\":\"b\"}");

    assertEquals("model", error.param());
    assertEquals("the field 'model' stands twice in the body", error.message());
  }

  @Test
  void fieldSpelledWithEscapes_alone_isThatField() throws Exception {
    assertEquals("é\n", read("{\"\\u006d\\u006f\\u0064el\":\"\\u00e9\\n\"}").text("model"));
  }

  @Test
  void fieldsNobodyAsksFor_standTwice_areTheBackendsBusiness() throws Exception {
    RequestFields fields = read("{\"x\":1,\"x\":2}");

    assertFalse(fields.isEmpty());
    assertNull(fields.span("a"));
  }

  @Test
  void fieldThatIsNotKept_askedFor_isOurOwnMistake() throws Exception {
    RequestFields fields = read("{\"x\":1}");

    assertThrows(IllegalArgumentException.class, () -> fields.span("x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1}", "{ \"a\" : 1 }", "{\"x\":[{}],\"a\":1,\"y\":{}}"})
  void valueOfAField_read_standsWhereTheSpanSays(String body) throws Exception {
    Span span = read(body).span("a");

    assertEquals("1", body.substring(span.from(), span.to()));
  }

  @Test
  void twoValues_read_areRefused() {
    assertEquals("the body has more than one JSON value", refused("{} {}").message());
  }

  @Test
  void brokenText_read_saysWhere() {
    assertEquals(
        "the body is not JSON: look at line 2, column 8", refused("{\"ü\":\n\"é\",\"b}").message());
    assertTrue(
        read400(new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80})
            .startsWith("the body is not UTF-8: look at line 1, column 3"));
  }

  private static String read400(byte[] body) {
    return assertThrows(InvalidRequest.class, () -> RequestFields.read(body, NAMES)).getMessage();
  }

  private static RequestFields read(String body) throws InvalidRequest {
    return RequestFields.read(body.getBytes(StandardCharsets.UTF_8), NAMES);
  }

  private static ApiError refused(String body) {
    return assertThrows(InvalidRequest.class, () -> read(body)).error();
  }
}
