package io.stepgate.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysTest {
  @TempDir Path folder;
  private Path file;
  private ApiKeys keys;

  @BeforeEach
  void openFile() throws IOException {
    file = Files.writeString(folder.resolve("keys"), "alice:old-1\n");
    keys = new ApiKeys(file);
  }

  @Test
  void knownKeyLookedGivesItsHolder() {
    assertEquals("alice", keys.find("old-1").orElseThrow().name());
  }

  @Test
  void unknownOrEmptyKeyLookedGivesNobody() {
    assertTrue(keys.find("old-2").isEmpty());
    assertTrue(keys.find("").isEmpty());
  }

  @Test
  void hashInTheFilePresentedAsKeyGivesNobody() throws IOException {
    String hash = "sha256$" + "0".repeat(64);
    write("alice:" + hash + "\n");

    keys.refresh();

    assertTrue(keys.find(hash).isEmpty());
  }

  @Test
  void fileRewrittenRefreshedOnlyNewKeysCount() throws IOException {
    write("bob:new-key\n");

    keys.refresh();

    assertTrue(keys.find("old-1").isEmpty());
    assertEquals("bob", keys.find("new-key").orElseThrow().name());
  }

  @Test
  void fileSwappedWithSameSizeAndTimeRefreshedIsNoticed() throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    Path other = Files.writeString(folder.resolve("other"), "carol:new-1\n");
    Files.setLastModifiedTime(other, time);
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

    keys.refresh();

    assertTrue(keys.find("new-1").isPresent());
  }

  @Test
  void fileBrokenRefreshedOldKeysStay() throws IOException {
    write("nonsense\n");

    keys.refresh();

    assertTrue(keys.find("old-1").isPresent());
  }

  @Test
  void fileDeletedThenBackRefreshedKeysFollowTheNewFile() throws IOException {
    Files.delete(file);
    keys.refresh();
    assertTrue(keys.find("old-1").isPresent());

    write("alice:new-2\n");
    keys.refresh();

    assertFalse(keys.find("old-1").isPresent());
    assertTrue(keys.find("new-2").isPresent());
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }
}
