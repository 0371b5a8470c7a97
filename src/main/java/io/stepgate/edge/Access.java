package io.stepgate.edge;

/** Who may use a route. It is a property of the route: how a client spells a path plays no part. */
enum Access {
  /** Everybody; there is no secret behind it and no backend is asked. */
  OPEN,
  /** Whoever has a key, where there are keys. */
  KEY,
  /** Whoever has a key, for what is its own; without keys as {@link #ADMIN}. */
  OWN,
  /** Whom {@code stepgate.admission.admin} lets in. */
  ADMIN,
  /** The same, but of them only those with an admin key. */
  ADMIN_KEY
}
