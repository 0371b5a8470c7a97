package io.stepgate.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every source of the catalog must do. */
class BackendSourceContractTest {
  static List<BackendSource> sources() {
    Configs configs =
        Configs.of(
            "backends.b.url",
            "http://h:1",
            "backends.a.url",
            "https://h",
            "backends.a.weight",
            "2");
    return BackendSources.of(configs.routing(), configs.backends(), new Buckets());
  }

  @ParameterizedTest
  @MethodSource("sources")
  void source_started_tellsWholeSetsOfUsableBackends(BackendSource source) {
    List<List<BackendSpec>> told = new ArrayList<>();

    source.start(told::add);

    assertFalse(told.isEmpty(), "the gateway starts with its backends");
    for (List<BackendSpec> wanted : told) {
      Set<String> names = new HashSet<>();
      for (BackendSpec spec : wanted) {
        assertTrue(names.add(spec.name()), () -> "twice: " + spec.name());
        assertTrue(spec.name().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"), spec::name);
        assertTrue(spec.weight() >= 1, spec::name);
        assertTrue(spec.origin().isAbsolute() && !spec.origin().toString().endsWith("/"));
      }
    }
    source.stop();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void source_startedTwice_tellsEqualSets(BackendSource source) {
    List<List<BackendSpec>> told = new ArrayList<>();
    source.start(told::add);
    source.stop();

    source.start(told::add);

    assertEquals(told.get(0), told.get(told.size() - 1));
    source.stop();
  }
}
