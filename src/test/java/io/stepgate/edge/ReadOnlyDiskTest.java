package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.ScriptedBackendResource;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ScriptedBackendResource.class)
class ReadOnlyDiskTest {
  @Inject Vertx vertx;

  /** Where Vert.x looks there, it makes a directory for what it unpacks, and does so at start. */
  @Test
  void vertx_askedForAFileOfTheClassPath_doesNotLookThere() {
    assertFalse(vertx.fileSystem().existsBlocking("application.properties"));
  }
}
