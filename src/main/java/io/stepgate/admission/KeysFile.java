package io.stepgate.admission;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads a keys file: UTF-8, at most 1 MiB, one {@code name:key[:admin]} a line. A key is visible
 * ASCII without a colon, or {@code sha256$} and the 64 hex digits of its SHA-256. Blank lines and
 * lines that begin with {@code #} are skipped. One name may hold several keys, for rotation.
 */
final class KeysFile {
  static final String FORMAT = "name:key[:admin]";

  private static final int LIMIT = 1 << 20;
  private static final String HASHED = "sha256$";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern KEY = Pattern.compile("[!-9;-~]{1,1024}");
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");

  private KeysFile() {}

  /**
   * All keys of the file, at least one.
   *
   * @throws IOException with a message that says where and why, and quotes nothing of the file
   */
  static List<ApiKey> read(Path file) throws IOException {
    List<ApiKey> keys = new ArrayList<>();
    int number = 0;
    for (String line : text(file).split("\n", -1)) {
      number++;
      String entry = line.strip();
      if (!entry.isEmpty() && !entry.startsWith("#")) {
        add(keys, entry, number);
      }
    }
    if (keys.isEmpty()) {
      throw new IOException("it holds no key");
    }
    return List.copyOf(keys);
  }

  private static void add(List<ApiKey> keys, String entry, int line) throws IOException {
    String[] parts = entry.split(":", -1);
    boolean admin = parts.length == 3 && parts[2].equals("admin");
    if (parts.length != 2 && !admin) {
      throw new IOException("line " + line + " is not " + FORMAT);
    }
    if (!NAME.matcher(parts[0]).matches()) {
      throw new IOException(
          "line " + line + ": a name is 1 to 64 letters, digits, dots, dashes and underscores");
    }
    byte[] digest = digest(parts[1], line);
    for (ApiKey other : keys) {
      if (other.matches(digest)) {
        throw new IOException("line " + line + " repeats the key of an earlier line");
      }
    }
    keys.add(new ApiKey(parts[0], digest, admin));
  }

  private static byte[] digest(String key, int line) throws IOException {
    if (key.startsWith(HASHED)) {
      String hex = key.substring(HASHED.length());
      if (!HEX.matcher(hex).matches()) {
        throw new IOException("line " + line + ": after " + HASHED + " come 64 hex digits");
      }
      return HexFormat.of().parseHex(hex);
    }
    if (!KEY.matcher(key).matches()) {
      throw new IOException("line " + line + ": a key is 1 to 1024 visible ASCII characters");
    }
    return ApiKey.digest(key);
  }

  private static String text(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LIMIT + 1);
    } catch (NoSuchFileException missing) {
      throw new IOException("there is no such file", missing);
    }
    if (bytes.length > LIMIT) {
      throw new IOException("it is over " + LIMIT + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      throw new IOException("it is not UTF-8", malformed);
    }
  }
}
