package io.stepgate.ops;

import jakarta.inject.Singleton;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;

/** One line per request. It tells who, where and how long; never what was asked or answered. */
@Singleton
class AccessLog {
  static final String NAME = "io.stepgate.access";

  private static final Logger LOG = Logger.getLogger(NAME);

  boolean isOn() {
    return LOG.isLoggable(Level.INFO);
  }

  void finished(Measured request) {
    if (isOn()) {
      LOG.log(new AccessRecord(request));
    }
  }
}
