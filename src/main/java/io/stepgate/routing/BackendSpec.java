package io.stepgate.routing;

import io.quarkus.tls.TlsConfiguration;
import java.net.URI;

/**
 * What an operator says about one SGLang server.
 *
 * @param origin as {@link Lease#origin} gives it
 * @param hardware null if not configured
 * @param weight its share of the requests, 1 or more
 * @param tls null for http, and for the platform's own trust
 */
record BackendSpec(
    String name,
    URI origin,
    Hardware hardware,
    BackendKeys keys,
    int weight,
    TlsConfiguration tls) {}
