package io.stepgate.simulator;

/** The same cases against the verb of what is shipped. */
class FaultInjectionIT extends FaultInjectionTest {}
