package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageOriginsTest {
  @ParameterizedTest
  @CsvSource({
    // The page's origin is allowed, whatever the gateway's own name.
    "true, https://app.example, gateway.lan, https://app.example, false",
    "true, https://*, gateway.lan, https://app.example, true",
    "true, *, gateway.lan, https://app.example, false",
    "true, /https://.*\\.example/, gateway.lan, https://app.example, false",
    // The gateway is reached by the name of an allowed origin.
    "true, https://app.example, app.example, , false",
    "true, https://app.example:8443, APP.example, , false",
    "true, https://app.example, app.example.evil, , true",
    "true, https://app.example, other.example, http://other.example, true",
    // What is not switched on allows nobody.
    "false, https://app.example, app.example, https://app.example, true",
    "false, *, gateway.lan, https://app.example, true"
  })
  void name_configuredOrNot_mayBeAnybodysUnlessItIs(
      boolean enabled, String configured, String host, String origin, boolean rebound) {
    PageOrigins pages = new PageOrigins(enabled, Optional.of(List.of(configured)));

    boolean suspected = pages.mayBeRebound(request(host, origin));

    assertEquals(rebound, suspected);
  }

  private static HttpServerRequest request(String host, String origin) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Sec-Fetch-Site", "same-origin");
    if (origin != null) {
      headers.add("Origin", origin);
    }
    return (HttpServerRequest)
        Proxy.newProxyInstance(
            PageOriginsTest.class.getClassLoader(),
            new Class<?>[] {HttpServerRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "headers" -> headers;
                  case "getHeader" -> headers.get((CharSequence) arguments[0]);
                  case "authority" -> HostAndPort.create(host, 80);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
