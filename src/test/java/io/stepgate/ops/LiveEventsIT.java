package io.stepgate.ops;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same cases against what is shipped. */
@QuarkusIntegrationTest
class LiveEventsIT extends LiveEventsTest {}
