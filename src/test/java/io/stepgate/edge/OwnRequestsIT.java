package io.stepgate.edge;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the packaged gateway. */
@QuarkusIntegrationTest
class OwnRequestsIT extends OwnRequestsTest {}
