package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.MultiMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopbackTest {
  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "LocalHost, true",
    "127.0.0.1, true",
    "127.255.0.9, true",
    "[::1], true",
    "::1, true",
    "localhost.example, false",
    "127.0.0.1.example, false",
    "127.0.0, false",
    "127.0.0.1.1, false",
    "127.0.0., false",
    "127..0.1, false",
    "127.0.0.1x, false",
    "127.0.0.0001, false",
    "128.0.0.1, false",
    "0.0.0.0, false",
    "x@localhost, false",
    "[::2], false",
    "'', false"
  })
  void host_isOfThisMachine_onlyByItsWellKnownNames(String host, boolean expected) {
    assertEquals(expected, Loopback.ofThisMachine(host));
  }

  @ParameterizedTest
  @CsvSource({
    "via, true",
    "X-FORWARDED-HOST, true",
    "X-Original-Forwarded-For, true",
    "X-Cluster-Client-IP, true",
    "Fastly-Client-IP, true",
    "X-Azure-ClientIP, true",
    "X-Amzn-Trace-Id, true",
    "CF-Ray, true",
    "User-Agent, false",
    "X-Request-Id, false",
    "traceparent, false",
    "x-api-key, false",
    "x-stainless-os, false"
  })
  void header_isASignOfAProxy(String name, boolean expected) {
    assertEquals(expected, Loopback.proxied(MultiMap.caseInsensitiveMultiMap().add(name, "1")));
  }
}
