package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LivePageTest {
  /** The name under which SVG shapes are made: it is never fetched. */
  private static final String SVG = "http://www.w3.org/2000/svg";

  @Test
  void policy_letsTheStyleAndTheScriptRun_andNothingElse() {
    LivePage page = LivePage.of("1<style></style>2<script></script>3", "a", "b");

    assertEquals("1<style>a</style>2<script>b</script>3", page.html().toString());
    // The hashes are those of `printf a | openssl dgst -sha256 -binary | base64`, and of b.
    assertEquals(
        "default-src 'none'; connect-src 'self'; img-src data:;"
            + " style-src 'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=';"
            + " script-src 'sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        page.policy());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script></script>",
        "<style></style>",
        "<style></style><script>b</script>",
        "<style></style><style></style><script></script>"
      })
  void page_withoutExactlyOneOfEach_isRefused(String frame) {
    assertThrows(IllegalArgumentException.class, () -> LivePage.of(frame, "a", "b"));
  }

  @Test
  void script_thatWouldEndItself_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> LivePage.of("<style></style><script></script>", "a", "'</script>'"));
  }

  @Test
  void ownPage_namesNoOtherServer_andHasNothingThatThePolicyStops() {
    String html = LivePage.load().html().toString();

    assertTrue(html.startsWith("<!DOCTYPE html>"));
    assertFalse(html.replace(SVG, "").contains("://"), "an address of elsewhere");
    assertFalse(html.matches("(?s).*\\s(on\\w+|style)=\".*"), "what the policy would stop");
  }

  @Test
  void ownPage_linksToPathsBesideIt_soThatItWorksBehindAPrefix() {
    Matcher links =
        Pattern.compile("(?:href|src)=\"([^\"]*)\"").matcher(LivePage.load().html().toString());
    int seen = 0;
    while (links.find()) {
      String link = links.group(1);
      assertFalse(link.startsWith("/"), link);
      seen++;
    }
    assertTrue(seen >= 4, "links: " + seen);
  }

  @Test
  void ownPage_isSmall() {
    assertTrue(LivePage.load().html().length() < 25_000);
  }
}
