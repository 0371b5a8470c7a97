package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorPageTest {
  @Test
  void styleAndScript_read_areTheOnlyTextsThatThePolicyLetsRun() {
    GeneratorPage page = GeneratorPage.of("<style>a</style><script>b</script>");

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
        "<script>b</script>",
        "<style>a</style>",
        "<style>a</style><script>b",
        "<style>a</style><script>b</script><script>c</script>"
      })
  void page_withoutExactlyOneStyleAndOneScript_isRefused(String html) {
    assertThrows(IllegalArgumentException.class, () -> GeneratorPage.of(html));
  }

  @Test
  void ownPage_loaded_namesNoOtherServerAndHasNoInlineHandlers() {
    String html = GeneratorPage.load().html().toString();

    assertTrue(html.startsWith("<!DOCTYPE html>"));
    assertFalse(html.contains("://"), "an address of elsewhere");
    assertFalse(html.matches("(?s).*\\s(on\\w+|style)=\".*"), "what the policy would stop");
  }
}
