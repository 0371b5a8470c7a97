package io.stepgate.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whether a caller is on this machine itself. One that comes through a proxy is not, nor is a web
 * page of somebody else's that the operator's browser shows. Such a page may even have a name of
 * its own that leads to this machine, so the host that is asked for has to be this machine, too.
 */
final class Loopback {
  /** What proxies, balancers and content networks add under names that say nothing in common. */
  private static final Set<String> PROXY = Set.of("via", "cdn-loop", "client-ip", "x-scheme");

  private static final List<String> PROXY_BEGINNINGS =
      List.of(
          "x-forwarded",
          "x-original-",
          "x-envoy-",
          "x-amzn-",
          "x-amz-",
          "x-azure-",
          "x-arr-",
          "x-appengine-",
          "x-goog-",
          "x-proxy",
          "cf-",
          "fastly-",
          "fly-",
          "akamai-");

  private static final List<String> PROXY_ENDS =
      List.of("-ip", "-clientip", "forwarded", "forwarded-for");

  private Loopback() {}

  static boolean calls(HttpServerRequest request) {
    return address(request)
        && !ClientConnection.upgraded(request)
        && host(request)
        && !foreignPage(request.headers())
        && !proxied(request.headers());
  }

  private static boolean address(HttpServerRequest request) {
    String address = request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
    return address != null && (ofThisMachine(address) || address.equals("0:0:0:0:0:0:0:1"));
  }

  /** A target with a host in it is what a proxy is sent. */
  private static boolean host(HttpServerRequest request) {
    HostAndPort host = request.authority();
    return host != null
        && request.headers().getAll(HttpHeaders.HOST).size() <= 1
        && request.uri().startsWith("/")
        && ofThisMachine(host.host());
  }

  /**
   * @param host a name or an address, without a port
   */
  static boolean ofThisMachine(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("::1")
        || host.equals("[::1]")
        || host.startsWith("127.") && isAddress(host);
  }

  /** Whether it is an IPv4 address; a name may begin like one. */
  static boolean isAddress(String host) {
    int dots = 0;
    int digits = 0;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == '.' && digits > 0) {
        dots++;
        digits = 0;
      } else if (c >= '0' && c <= '9' && digits < 3) {
        digits++;
      } else {
        return false;
      }
    }
    return dots == 3 && digits > 0;
  }

  private static boolean foreignPage(MultiMap headers) {
    String site = headers.get(Browser.SITE);
    return headers.contains(HttpHeaders.ORIGIN)
        || site != null && !site.equals("none") && !site.equals("same-origin");
  }

  static boolean proxied(MultiMap headers) {
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (PROXY.contains(name)
          || PROXY_BEGINNINGS.stream().anyMatch(name::startsWith)
          || PROXY_ENDS.stream().anyMatch(name::endsWith)) {
        return true;
      }
    }
    return false;
  }
}
