package io.stepgate.routing;

/**
 * What one backend said to a control call that went to all.
 *
 * @param status of HTTP, or 0 if there was no answer
 */
public record ControlAnswer(String backend, int status) {}
