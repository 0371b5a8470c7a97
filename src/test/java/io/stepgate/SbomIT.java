package io.stepgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bill of materials that the build writes beside the packaged gateway. */
class SbomIT {
  private static final Path APPLICATION = Path.of("target/quarkus-app");
  private static final Path BILL = Path.of("target/quarkus-run-cyclonedx.json");

  @Test
  void bill_ofTheJar_listsEveryFileWithItsDigest() throws Exception {
    assumeTrue(
        Files.readString(Path.of("target/quarkus-artifact.properties")).contains("type=jar"),
        "a native executable is one file");
    JsonNode bill = new ObjectMapper().readTree(BILL.toFile());
    assertEquals("CycloneDX", bill.get("bomFormat").textValue());

    Map<String, String> listed = new TreeMap<>();
    for (JsonNode component : bill.get("components")) {
      for (JsonNode place : component.at("/evidence/occurrences")) {
        listed.put(place.get("location").textValue(), sha256(component));
      }
    }

    assertTrue(listed.size() > 100, () -> listed.size() + " files");
    assertEquals(digests(), listed);
  }

  private static Map<String, String> digests() throws IOException, NoSuchAlgorithmException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(APPLICATION)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        digests.put(APPLICATION.relativize(file).toString(), HexFormat.of().formatHex(digest));
      }
    }
    return digests;
  }

  private static String sha256(JsonNode component) {
    for (JsonNode hash : component.get("hashes")) {
      if (hash.get("alg").textValue().equals("SHA-256")) {
        return hash.get("content").textValue();
      }
    }
    return "none";
  }
}
