package io.stepgate.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysFileTest {
  private static final String SHA256_OF_HUNTER2 =
      "f52fbd32b2b3b86ff88ef6c490628285f482af15ddcb29541f94bcf526a3f6c7";

  @TempDir Path folder;

  @Test
  void goodFileReadGivesEveryKeyWithItsHolder() throws IOException {
    List<ApiKey> keys =
        KeysFile.read(
            file(
                "# people\n\n  alice:sk-1  \nbob:sk-2:admin\r\ncarol:sha256$%s:admin\n"
                    .formatted(SHA256_OF_HUNTER2)));

    assertEquals(3, keys.size());
    assertEquals("alice", keys.get(0).holder().name());
    assertFalse(keys.get(0).holder().admin());
    assertTrue(keys.get(0).matches(ApiKey.digest("sk-1")));
    assertTrue(keys.get(1).holder().admin());
    assertTrue(keys.get(1).matches(ApiKey.digest("sk-2")));
    assertTrue(keys.get(2).matches(ApiKey.digest("hunter2")));
  }

  @Test
  void oneNameTwoKeysBothCount() throws IOException {
    assertEquals(2, KeysFile.read(file("alice:old\nalice:new\n")).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alice | line 1 is not name:key[:admin]",
        "alice:topsecret:root | line 1 is not name:key[:admin]",
        "alice:topsecret:admin:more | line 1 is not name:key[:admin]",
        "alice:top secret | line 1: a key is 1 to 1024 visible ASCII characters",
        "alice: | line 1: a key is 1 to 1024 visible ASCII characters",
        ":topsecret | line 1: a name is",
        "al ice:topsecret | line 1: a name is",
        "alice:sha256$topsecret | line 1: after sha256$ come 64 hex digits",
        "# only | it holds no key"
      })
  void brokenLineReadSaysWhereAndNeverWhat(String line, String message) throws IOException {
    Path file = file(line);

    IOException failure = assertThrows(IOException.class, () -> KeysFile.read(file));

    assertTrue(failure.getMessage().startsWith(message), failure.getMessage());
    assertFalse(failure.getMessage().contains("secret"), failure.getMessage());
  }

  @Test
  void sameKeyTwiceReadIsRefused() throws IOException {
    Path file = file("alice:k\nbob:k\n");

    IOException failure = assertThrows(IOException.class, () -> KeysFile.read(file));

    assertEquals("line 2 repeats the key of an earlier line", failure.getMessage());
  }

  @Test
  void notTextReadIsRefused() throws IOException {
    Path file = folder.resolve("keys");
    Files.write(file, new byte[] {'a', ':', (byte) 0xff});

    assertEquals(
        "it is not UTF-8", assertThrows(IOException.class, () -> KeysFile.read(file)).getMessage());
  }

  @Test
  void hugeFileReadIsRefused() throws IOException {
    Path file = folder.resolve("keys");
    Files.write(file, new byte[(1 << 20) + 1]);

    assertEquals(
        "it is over 1048576 bytes",
        assertThrows(IOException.class, () -> KeysFile.read(file)).getMessage());
  }

  @Test
  void missingFileReadSaysSo() {
    assertEquals(
        "there is no such file",
        assertThrows(IOException.class, () -> KeysFile.read(folder.resolve("none"))).getMessage());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("keys"), text);
  }
}
