package io.stepgate.routing;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.stepgate.routing.RoutingConfig.BackendConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Turns the configuration into backends. Whatever is wrong with it becomes one line that names the
 * key, the value and what is allowed, and stops the start.
 */
final class ConfiguredBackends implements BackendSource {
  /** What the fallback backend is called. */
  static final String SIMULATOR = "simulator";

  private static final String FALLBACK_KEY = "stepgate.routing.fallback-url";

  /** A name ends up in a response header and in metric labels. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final List<BackendSpec> configured;

  ConfiguredBackends(
      RoutingConfig config, RoutingConfig.Backends backends, TlsConfigurationRegistry tls) {
    configured = read(config, backends, tls);
  }

  @Override
  public void start(Consumer<List<BackendSpec>> wanted) {
    wanted.accept(configured);
  }

  @Override
  public void stop() {
    // What is configured does not change while the gateway runs.
  }

  private static List<BackendSpec> read(
      RoutingConfig config, RoutingConfig.Backends configured, TlsConfigurationRegistry tls) {
    List<BackendSpec> backends = new ArrayList<>();
    for (Map.Entry<String, BackendConfig> entry : new TreeMap<>(configured.byName()).entrySet()) {
      backends.add(backend(entry.getKey(), entry.getValue(), tls));
    }
    if (backends.isEmpty() && config.fallbackUrl().isPresent()) {
      URI origin = origin(FALLBACK_KEY, config.fallbackUrl().get());
      backends.add(
          new BackendSpec(SIMULATOR, origin, null, BackendKeys.NONE, 1, defaultTls(origin, tls)));
    }
    return List.copyOf(backends);
  }

  private static BackendSpec backend(
      String name, BackendConfig config, TlsConfigurationRegistry registry) {
    String key = "stepgate.backends.\"" + name + "\"";
    if (!NAME.matcher(name).matches()) {
      throw new ConfigurationException(
          key + ": a name is 1 to 64 letters, digits, dots, dashes and underscores");
    }
    if (config.weight() < 1) {
      throw new ConfigurationException(
          "%s.weight=%d: allowed is 1 or more".formatted(key, config.weight()));
    }
    URI origin = origin(key + ".url", config.url());
    return new BackendSpec(
        name,
        origin,
        config.hardware().orElse(null),
        keys(key, config),
        config.weight(),
        config.tlsConfigurationName().isPresent()
            ? tls(
                key + ".tls-configuration-name",
                config.tlsConfigurationName().get(),
                origin,
                registry)
            : defaultTls(origin, registry));
  }

  private static BackendKeys keys(String key, BackendConfig config) {
    String api = config.apiKey().map(value -> secret(key + ".api-key", value)).orElse(null);
    String admin =
        config.adminApiKey().map(value -> secret(key + ".admin-api-key", value)).orElse(api);
    return new BackendKeys(api, admin);
  }

  /** A key from a file ends in a newline that nobody meant. What is left has to fit in a header. */
  private static String secret(String key, String value) {
    String stripped = value.strip();
    if (stripped.isEmpty() || !stripped.chars().allMatch(one -> one >= ' ' && one <= '~')) {
      throw new ConfigurationException(
          key
              + ": allowed are visible ASCII characters and blanks between them; the value is not"
              + " shown");
    }
    return stripped;
  }

  private static TlsConfiguration tls(
      String key, String bucket, URI origin, TlsConfigurationRegistry registry) {
    if (!isHttps(origin)) {
      throw new ConfigurationException(
          "%s=%s: allowed only with an https url".formatted(key, bucket));
    }
    return registry
        .get(bucket)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "%s=%s: allowed is a NAME of which there are keys quarkus.tls.NAME"
                        .formatted(key, bucket)));
  }

  private static TlsConfiguration defaultTls(URI origin, TlsConfigurationRegistry registry) {
    return isHttps(origin) ? registry.getDefault().orElse(null) : null;
  }

  private static boolean isHttps(URI origin) {
    return "https".equals(origin.getScheme());
  }

  private static URI origin(String key, String value) {
    URI uri = parse(value);
    if (uri == null
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || uri.getPort() > 65535
        || uri.getPort() == 0
        || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
      throw new ConfigurationException(
          "%s=%s: allowed is http://HOST[:PORT][/PATH] or https://…, without user, query or fragment"
              .formatted(key, shown(value)));
    }
    return URI.create(value.strip().replaceAll("/+$", ""));
  }

  private static URI parse(String value) {
    try {
      return new URI(value.strip());
    } catch (URISyntaxException malformed) {
      // Null makes the caller refuse it with the key, which this exception does not know.
      return null;
    }
  }

  /** What may hold a secret is not repeated: user information, a query, a fragment. */
  private static String shown(String value) {
    int end = value.length();
    for (char mark : new char[] {'?', '#'}) {
      int at = value.indexOf(mark);
      end = at < 0 ? end : Math.min(end, at + 1);
    }
    if (value.lastIndexOf('@', end) >= 0) {
      return "(a URL with user information)";
    }
    return end == value.length() ? value : value.substring(0, end) + "…";
  }
}
