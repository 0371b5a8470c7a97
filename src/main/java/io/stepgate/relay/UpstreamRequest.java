package io.stepgate.relay;

import io.stepgate.openai.BodyParts;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;

/**
 * What goes to a backend.
 *
 * @param target path and query
 * @param headers those of the client; what must not travel is left out on the way
 * @param forwardKey whether the client's own key may reach a backend that has none configured
 * @param body the whole body, or null
 */
public record UpstreamRequest(
    HttpMethod method, String target, MultiMap headers, boolean forwardKey, BodyParts body) {}
