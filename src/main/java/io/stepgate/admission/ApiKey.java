package io.stepgate.admission;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** One line of the keys file. The key itself is not kept, only its SHA-256. */
final class ApiKey {
  private final Caller holder;
  private final byte[] digest;

  ApiKey(String name, byte[] digest, boolean admin) {
    this.holder = new Caller(name, admin);
    this.digest = digest.clone();
  }

  /** The holder as the file says it; where it calls from is not considered yet. */
  Caller holder() {
    return holder;
  }

  /** Takes the same time whether and wherever the digests differ. */
  boolean matches(byte[] other) {
    return MessageDigest.isEqual(digest, other);
  }

  static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
