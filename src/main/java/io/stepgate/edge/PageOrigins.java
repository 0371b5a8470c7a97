package io.stepgate.edge;

import io.quarkus.vertx.http.runtime.cors.CORSFilter;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whose pages may use the gateway, as {@code quarkus.http.cors} says. */
@Singleton
class PageOrigins {
  private final boolean enabled;
  private final List<String> origins;
  private final List<Pattern> patterns;

  PageOrigins(
      @ConfigProperty(name = "quarkus.http.cors.enabled", defaultValue = "false") boolean enabled,
      @ConfigProperty(name = "quarkus.http.cors.origins") Optional<List<String>> origins) {
    this.enabled = enabled;
    this.origins = origins.orElse(List.of()).stream().map(String::trim).toList();
    this.patterns = CORSFilter.parseAllowedOriginsRegex(Optional.of(this.origins));
  }

  /** Whether Quarkus would refuse the request for its origin, without telling why. */
  boolean refuse(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    HostAndPort host = request.authority();
    // One with this host may be the same origin, by rules on ports that are Quarkus' own.
    return enabled
        && origin != null
        && !allow(origin)
        && (host == null || !hostOf(origin).equalsIgnoreCase(host.host()));
  }

  /**
   * Whether a browser sent the request for a name that may be anybody's. Whoever owns a name can
   * let it lead to this machine, and then a page under it is of the same origin as the gateway.
   */
  boolean mayBeRebound(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return Browser.sent(request)
        && !(origin != null && allow(origin))
        && (request.authority() == null || !nobodyElses(request.authority().host()));
  }

  private boolean allow(String origin) {
    return enabled
        && (origins.equals(List.of("*"))
            || origins.contains(origin)
            || CORSFilter.isOriginAllowedByRegex(patterns, origin));
  }

  private boolean nobodyElses(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return Loopback.isAddress(name)
        || name.contains(":")
        || name.equals("localhost")
        || name.endsWith(".localhost")
        || enabled && origins.stream().anyMatch(origin -> hostOf(origin).equalsIgnoreCase(name));
  }

  /** The host of {@code scheme://host:port}. */
  private static String hostOf(String origin) {
    int begin = origin.indexOf("://") + 3;
    int port = origin.indexOf(':', begin);
    return origin.substring(Math.min(begin, origin.length()), port < 0 ? origin.length() : port);
  }
}
