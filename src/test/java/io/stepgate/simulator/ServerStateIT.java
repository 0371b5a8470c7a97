package io.stepgate.simulator;

/** The same against the packaged verb. */
class ServerStateIT extends ServerStateTest {}
