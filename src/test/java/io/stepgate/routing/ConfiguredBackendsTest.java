package io.stepgate.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredBackendsTest {
  @Test
  void twoBackendsConfiguredAreReadInTheOrderOfTheirNames() {
    List<BackendSpec> fleet =
        fleet(
            "backends.b.url", "https://host.example/base/",
            "backends.b.hardware", "mi300x",
            "backends.b.api-key", "k",
            "backends.b.weight", "3",
            "backends.a.url", "http://[::1]:30000");

    assertEquals(List.of("a", "b"), fleet.stream().map(BackendSpec::name).toList());
    assertEquals("http://[::1]:30000", fleet.get(0).origin().toString());
    assertNull(fleet.get(0).keys().api());
    assertEquals(1, fleet.get(0).weight());
    assertEquals("https://host.example/base", fleet.get(1).origin().toString());
    assertEquals("k", fleet.get(1).keys().api());
    assertEquals(3, fleet.get(1).weight());
    assertEquals(Hardware.MI300X, fleet.get(1).hardware());
  }

  @Test
  void noBackendButFallbackConfiguredIsCalledSimulator() {
    List<BackendSpec> fleet = fleet("routing.fallback-url", "http://127.0.0.1:30000");

    assertEquals(List.of("simulator"), fleet.stream().map(BackendSpec::name).toList());
  }

  @Test
  void backendAndFallbackConfiguredFallbackIsLeftOut() {
    List<BackendSpec> fleet =
        fleet("routing.fallback-url", "http://127.0.0.1:1", "backends.a.url", "http://h");

    assertEquals(List.of("a"), fleet.stream().map(BackendSpec::name).toList());
  }

  @Test
  void nothingConfiguredIsAnEmptyFleet() {
    assertEquals(List.of(), fleet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host",
        "host:30000",
        "http:///path",
        "http://host:0",
        "http://host:99999",
        "http://ho st",
        "//host"
      })
  void badUrlConfiguredStopsWithOneLine(String url) {
    ConfigurationException failure =
        assertThrows(ConfigurationException.class, () -> fleet("backends.a.url", url));

    assertTrue(
        failure.getMessage().startsWith("stepgate.backends.\"a\".url=" + url + ": allowed is "),
        failure.getMessage());
    assertEquals(1, failure.getMessage().lines().count());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://user:hunter2@host", "http://user:hunter2@ho st", "http:user:hunter2@host"})
  void passwordInUrlConfiguredStopsWithoutRepeatingIt(String url) {
    ConfigurationException failure =
        assertThrows(ConfigurationException.class, () -> fleet("backends.a.url", url));

    assertFalse(failure.getMessage().contains("hunter2"), failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://host/?key=hunter2", "http://host/#hunter2", "http://ho st/?k=hunter2"})
  void queryInUrl_configured_stopsWithoutRepeatingIt(String url) {
    ConfigurationException failure =
        assertThrows(ConfigurationException.class, () -> fleet("backends.a.url", url));

    assertFalse(failure.getMessage().contains("hunter2"), failure.getMessage());
    assertTrue(
        failure.getMessage().startsWith("stepgate.backends.\"a\".url=http://ho"),
        failure.getMessage());
  }

  @Test
  void keyWithWhiteSpaceAroundIt_configured_isStripped() {
    BackendSpec backend =
        fleet("backends.a.url", "http://h", "backends.a.api-key", " S3CRET\r\n").get(0);

    assertEquals("S3CRET", backend.keys().api());
  }

  @ParameterizedTest
  @ValueSource(strings = {"S3CRET\nX-Other: 1", "S3CRET\u0000", "S3CRET\u00e9", "S3CRET\tx", " \n"})
  void keyUnfitForAHeader_configured_stopsNamingTheKeyAndNotItsValue(String key) {
    ConfigurationException failure =
        assertThrows(
            ConfigurationException.class,
            () -> fleet("backends.a.url", "http://h", "backends.a.api-key", key));

    assertEquals(
        "stepgate.backends.\"a\".api-key: allowed are visible ASCII characters and blanks between"
            + " them; the value is not shown",
        failure.getMessage());
  }

  @Test
  void adminKey_configured_isForOrdersAlone() {
    List<BackendSpec> fleet =
        fleet(
            "backends.a.url", "http://h",
            "backends.a.api-key", "plain",
            "backends.a.admin-api-key", "admin\n",
            "backends.b.url", "http://h",
            "backends.b.api-key", "plain");

    assertEquals(new BackendKeys("plain", "admin"), fleet.get(0).keys());
    assertEquals(new BackendKeys("plain", "plain"), fleet.get(1).keys());
  }

  @Test
  void bucketNamedIsThatBackendsAndTheDefaultOneIsEverybodyElses() {
    List<BackendSpec> fleet =
        fleet(
            "backends.a.url", "https://a",
            "backends.b.url", "https://b",
            "backends.b.tls-configuration-name", "known",
            "backends.c.url", "http://c");

    assertSame(Buckets.DEFAULT, fleet.get(0).tls());
    assertSame(Buckets.KNOWN, fleet.get(1).tls());
    assertNull(fleet.get(2).tls());
  }

  @Test
  void unknownBucketConfiguredStopsWithOneLine() {
    ConfigurationException failure =
        assertThrows(
            ConfigurationException.class,
            () -> fleet("backends.a.url", "https://h", "backends.a.tls-configuration-name", "no"));

    assertEquals(
        "stepgate.backends.\"a\".tls-configuration-name=no:"
            + " allowed is a NAME of which there are keys quarkus.tls.NAME",
        failure.getMessage());
  }

  @Test
  void bucketForHttpConfiguredStopsWithOneLine() {
    ConfigurationException failure =
        assertThrows(
            ConfigurationException.class,
            () ->
                fleet("backends.a.url", "http://h", "backends.a.tls-configuration-name", "known"));

    assertEquals(
        "stepgate.backends.\"a\".tls-configuration-name=known: allowed only with an https url",
        failure.getMessage());
  }

  @Test
  void weightBelowOneConfiguredStopsWithOneLine() {
    ConfigurationException failure =
        assertThrows(
            ConfigurationException.class,
            () -> fleet("backends.a.url", "http://h", "backends.a.weight", "0"));

    assertEquals("stepgate.backends.\"a\".weight=0: allowed is 1 or more", failure.getMessage());
  }

  @Test
  void nameUnfitForAHeaderConfiguredStopsWithOneLine() {
    ConfigurationException failure =
        assertThrows(ConfigurationException.class, () -> fleet("backends.\"a b\".url", "http://h"));

    assertTrue(failure.getMessage().startsWith("stepgate.backends.\"a b\""), failure::getMessage);
  }

  @Test
  void unknownHardwareConfiguredStopsNamingKeyValueAndCatalog() {
    RuntimeException failure =
        assertThrows(
            RuntimeException.class,
            () -> fleet("backends.a.url", "http://h", "backends.a.hardware", "abacus"));

    for (String part : List.of("stepgate.backends.a.hardware", "abacus", "h200", "mi355x")) {
      assertTrue(failure.getMessage().contains(part), failure::getMessage);
    }
  }

  private static List<BackendSpec> fleet(String... keysAndValues) {
    Configs configs = Configs.of(keysAndValues);
    List<BackendSpec> wanted = new ArrayList<>();
    new ConfiguredBackends(configs.routing(), configs.backends(), new Buckets())
        .start(wanted::addAll);
    return wanted;
  }
}
