package io.stepgate.admission;

/** Who may use the administrative paths. */
enum AdminRule {
  /**
   * Callers on loopback. Where keys are on, they need an admin key as well: behind a reverse proxy
   * on the same host the whole world looks like loopback.
   */
  LOOPBACK,
  /** Holders of an admin key, from anywhere. */
  KEY,
  /** Nobody. */
  OFF;

  boolean allows(boolean loopback, boolean adminKey, boolean keysRequired) {
    return switch (this) {
      case LOOPBACK -> loopback && (adminKey || !keysRequired);
      case KEY -> adminKey;
      case OFF -> false;
    };
  }
}
