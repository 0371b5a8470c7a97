package io.stepgate.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate that vouches for itself, made by the running JDK for one test run.
 *
 * @param p12 key and certificate, under {@link #PASSWORD}
 */
public record Certificate(Path p12, Path pem, Path key) {
  public static final String PASSWORD = "changeit";

  /**
   * Makes one in a folder.
   *
   * @param algorithm EC or RSA
   * @param names for whom it stands, as keytool writes it: {@code dns:localhost,ip:127.0.0.1}
   */
  public static Certificate make(Path folder, String name, String algorithm, String names)
      throws IOException, GeneralSecurityException, InterruptedException {
    Files.createDirectories(folder);
    Path p12 = folder.resolve(name + ".p12");
    Files.deleteIfExists(p12);
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-keystore",
                    p12.toString(),
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-alias",
                    name,
                    "-keyalg",
                    algorithm,
                    "-dname",
                    "CN=" + name,
                    "-ext",
                    "san=" + names,
                    "-validity",
                    "2"))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, keytool.waitFor(), said);
    KeyStore store = KeyStore.getInstance(p12.toFile(), PASSWORD.toCharArray());
    return new Certificate(
        p12,
        pem(folder.resolve(name + ".pem"), "CERTIFICATE", store.getCertificate(name).getEncoded()),
        pem(
            folder.resolve(name + ".key"),
            "PRIVATE KEY",
            store.getKey(name, PASSWORD.toCharArray()).getEncoded()));
  }

  /** Writes a PEM file that trusts all of these. */
  public static Path bundle(Path file, Certificate... trusted) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Certificate each : trusted) {
      all.append(Files.readString(each.pem));
    }
    return Files.writeString(file, all);
  }

  /** Writes a PKCS#12 file, under {@link #PASSWORD}, that trusts all of these. */
  public static Path store(Path file, Certificate... trusted)
      throws IOException, GeneralSecurityException {
    try (OutputStream out = Files.newOutputStream(file)) {
      trusting(trusted).store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  /** What a client needs that trusts this certificate and no other. */
  public static SSLContext context(Path pem) throws IOException, GeneralSecurityException {
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusting(new Certificate(null, pem, null)));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static KeyStore trusting(Certificate... trusted)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    CertificateFactory x509 = CertificateFactory.getInstance("X.509");
    for (Certificate each : trusted) {
      byte[] bytes = Files.readAllBytes(each.pem);
      store.setCertificateEntry(
          each.pem.getFileName().toString(),
          x509.generateCertificate(new ByteArrayInputStream(bytes)));
    }
    return store;
  }

  private static Path pem(Path file, String kind, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }
}
