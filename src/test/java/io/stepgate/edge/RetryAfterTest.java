package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-10-21T07:28:00Z");

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "0, 0",
    "999999999, 999999999",
    "1000000000, 0",
    "-1, 0",
    "1.5, 0",
    "soon, 0",
    "'', 0",
    "'Wed, 21 Oct 2026 07:29:30 GMT', 90",
    "'Wed, 21 Oct 2020 07:28:00 GMT', 1",
    "'Mon, 21 Oct 2026 07:28:00 GMT', 0"
  })
  void whatABackendAsksFor_read_isSecondsOrNothing(String value, int seconds) {
    assertEquals(seconds, RefusedReply.seconds(value, NOW));
  }
}
