package io.stepgate.edge;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same cases against what is shipped. */
@QuarkusIntegrationTest
class BrowserIT extends BrowserTest {}
