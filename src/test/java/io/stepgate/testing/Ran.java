package io.stepgate.testing;

/** How a run of a verb ended, and what it said. */
public record Ran(int exit, String out, String err) {}
