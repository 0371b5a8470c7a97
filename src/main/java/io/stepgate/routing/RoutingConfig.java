package io.stepgate.routing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

@ConfigMapping(prefix = "stepgate.routing")
interface RoutingConfig {
  /** A name of {@code RoutingPolicies}. */
  @WithDefault("power-of-two")
  String policy();

  /** Between two looks at a ready backend. */
  @WithDefault("5s")
  Duration probeInterval();

  /** For one probe call; above 20 s because SGLang itself takes that long to give up on health. */
  @WithDefault("25s")
  Duration probeTimeout();

  /** Failures in a row that eject a backend; 0: none do. */
  @WithDefault("3")
  int ejectionFailures();

  /** How long before the first trial; doubled each time. */
  @WithDefault("5s")
  Duration ejectionTime();

  /** The one backend, named {@code simulator}, of a gateway that has no other. */
  Optional<String> fallbackUrl();

  /** The fleet, by name. */
  @ConfigMapping(prefix = "stepgate.backends")
  interface Backends {
    @WithParentName
    Map<String, BackendConfig> byName();
  }

  /** One SGLang server. */
  interface BackendConfig {
    /** A string and not a URI, so that a bad one can be refused with its key. */
    String url();

    Optional<Hardware> hardware();

    Optional<String> apiKey();

    /** For abort and flush at a server that was started with a key of its own for them. */
    Optional<String> adminApiKey();

    /** A bucket of Quarkus' TLS registry, for an https url; without it the default bucket. */
    Optional<String> tlsConfigurationName();

    /** Share of the requests, in relation to the others' weights. */
    @WithDefault("1")
    int weight();
  }

  /** What is known better than by asking the backends, by model. */
  @ConfigMapping(prefix = "stepgate.models")
  interface Models {
    @WithParentName
    Map<String, ModelConfig> byName();
  }

  /** Parser names as the operator wrote them; whoever applies them checks them. */
  interface ModelConfig {
    Optional<String> reasoningParser();

    Optional<String> toolCallParser();
  }
}
