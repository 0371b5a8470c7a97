package io.stepgate.admission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The keys in force, and the file they come from. */
final class ApiKeys {
  private static final Logger LOG = Logger.getLogger(ApiKeys.class);

  /** What is looked at to see a change; the file key catches a swap within one clock tick. */
  private record Fingerprint(FileTime modified, long size, Object fileKey) {
    static final Fingerprint NONE = new Fingerprint(FileTime.fromMillis(0), -1, null);

    static Fingerprint of(Path file) {
      try {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Fingerprint(
            attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
      } catch (IOException unreadable) {
        // Reading will meet the same obstacle, and is where it gets reported.
        return NONE;
      }
    }
  }

  private final Path file;
  private Fingerprint seen;
  private volatile List<ApiKey> keys;

  /**
   * Reads the file.
   *
   * @throws IOException as {@link KeysFile#read}
   */
  ApiKeys(Path file) throws IOException {
    this.file = file;
    // Before reading: a write in between is then seen as a change, not missed.
    this.seen = Fingerprint.of(file);
    this.keys = KeysFile.read(file);
  }

  /** Who holds this key. Every entry is compared, so the time taken tells nothing. */
  Optional<Caller> find(String key) {
    byte[] digest = ApiKey.digest(key);
    Caller found = null;
    for (ApiKey candidate : keys) {
      if (candidate.matches(digest)) {
        found = candidate.holder();
      }
    }
    return Optional.ofNullable(found);
  }

  /**
   * Reads the file again if it changed; blocks. A broken file is reported once, and the old keys
   * stay in force.
   */
  synchronized void refresh() {
    Fingerprint now = Fingerprint.of(file);
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    try {
      List<ApiKey> fresh = KeysFile.read(file);
      keys = fresh;
      LOG.infof("keys file %s changed: %d keys in force", file, fresh.size());
    } catch (IOException broken) {
      LOG.errorf(
          "keys file %s changed and cannot be used, the old keys stay in force: %s",
          file, broken.getMessage());
    }
  }
}
