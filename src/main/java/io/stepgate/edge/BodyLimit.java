package io.stepgate.edge;

/**
 * How large a body a route takes.
 *
 * @param source whose limit it is, as a sender is told that is over it
 */
record BodyLimit(long bytes, String source) {}
