package io.stepgate.ops;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same cases against the packaged gateway. */
@QuarkusIntegrationTest
class LiveReportIT extends LiveReportTest {}
