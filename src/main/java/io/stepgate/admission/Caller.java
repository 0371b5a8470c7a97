package io.stepgate.admission;

/** Who is asking. Made by {@link Admission#identify} alone, so holding one means it was checked. */
public final class Caller {
  static final String ANONYMOUS = "anonymous";

  private final String name;
  private final boolean admin;

  Caller(String name, boolean admin) {
    this.name = name;
    this.admin = admin;
  }

  /** The name beside the key in the keys file, or {@code anonymous} where keys are off. */
  public String name() {
    return name;
  }

  /** Whether the administrative paths are open to this caller, from where it calls. */
  public boolean admin() {
    return admin;
  }

  @Override
  public String toString() {
    return name;
  }
}
