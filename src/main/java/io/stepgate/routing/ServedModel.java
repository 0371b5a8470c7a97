package io.stepgate.routing;

/**
 * An entry of a backend's {@code /v1/models}.
 *
 * @param json the whole entry as one JSON object, with the fields the backend gave it
 */
public record ServedModel(String id, String json) {}
