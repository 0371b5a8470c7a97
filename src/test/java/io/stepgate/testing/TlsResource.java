package io.stepgate.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A gateway behind https in front of backends behind https. Each backend serves one model of its
 * own name, so a test says by the model whom it wants.
 */
public class TlsResource implements QuarkusTestResourceLifecycleManager {
  /** Trusted through the default bucket. */
  public static final String PLAIN = "plain";

  /** Asks the gateway for a certificate too. */
  public static final String MUTUAL = "mutual";

  /** Changes its certificate. */
  public static final String ROTATING = "rotating";

  /** Has a trusted certificate, but of another host. */
  public static final String IMPOSTOR = "impostor";

  /** Has a certificate that nobody trusts. */
  public static final String STRANGER = "stranger";

  public static final Path FOLDER = Path.of("target", "certificates");
  public static final String PORT = "quarkus.http.ssl-port";
  private static final String LOCAL = "dns:localhost,ip:127.0.0.1";

  private final List<ScriptedBackend> backends = new ArrayList<>();
  private final Map<String, String> keys = new HashMap<>();

  /** What the gateway shows to its clients. */
  public static Path front() {
    return FOLDER.resolve("front.pem");
  }

  /** What a backend shows to the gateway. */
  public static Path shownBy(String backend) {
    return FOLDER.resolve(backend + ".pem");
  }

  /** What {@link #ROTATING} is trusted by; read again every second. */
  public static Path rotatingTrust() {
    return FOLDER.resolve("rotating-trust.pem");
  }

  @Override
  public Map<String, String> start() {
    try {
      Certificate front = Certificate.make(FOLDER, "front", "EC", LOCAL);
      keys.put("quarkus.tls.front.key-store.pem.0.cert", front.pem().toString());
      keys.put("quarkus.tls.front.key-store.pem.0.key", front.key().toString());
      keys.put("quarkus.http.tls-configuration-name", "front");
      String port = String.valueOf(freePort());
      keys.put(PORT, port);
      keys.put("quarkus.http.test-ssl-port", port);
      keys.put("stepgate.parse.reasoning-parser", "step3p5");
      backends();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
    return keys;
  }

  private void backends() throws Exception {
    Certificate gateway = Certificate.make(FOLDER, "gateway", "EC", "dns:gateway");
    HttpServerOptions asking =
        new HttpServerOptions()
            .setClientAuth(ClientAuth.REQUIRED)
            .setTrustOptions(new PemTrustOptions().addCertPath(gateway.pem().toString()));
    Certificate plain = backend(PLAIN, "RSA", LOCAL, new HttpServerOptions());
    Certificate mutual = backend(MUTUAL, "EC", LOCAL, asking);
    Certificate rotating = backend(ROTATING, "EC", LOCAL, new HttpServerOptions());
    Certificate impostor = backend(IMPOSTOR, "EC", "dns:elsewhere", new HttpServerOptions());
    backend(STRANGER, "EC", LOCAL, new HttpServerOptions());
    Certificate.make(FOLDER, "rotated", "EC", LOCAL);
    Path both = Certificate.bundle(FOLDER.resolve("default.pem"), impostor, plain);
    keys.put("quarkus.tls.trust-store.pem.certs", both.toString());
    keys.put("quarkus.tls.fleet.trust-store.p12.path", store(mutual));
    keys.put("quarkus.tls.fleet.trust-store.p12.password", Certificate.PASSWORD);
    keys.put("quarkus.tls.fleet.key-store.p12.path", gateway.p12().toString());
    keys.put("quarkus.tls.fleet.key-store.p12.password", Certificate.PASSWORD);
    keys.put("stepgate.backends.mutual.tls-configuration-name", "fleet");
    Certificate.bundle(rotatingTrust(), rotating);
    keys.put("quarkus.tls.changing.trust-store.pem.certs", rotatingTrust().toString());
    keys.put("quarkus.tls.changing.reload-period", "1s");
    keys.put("stepgate.backends.rotating.tls-configuration-name", "changing");
  }

  private Certificate backend(String name, String algorithm, String names, HttpServerOptions how)
      throws Exception {
    Certificate certificate = Certificate.make(FOLDER, name, algorithm, names);
    how.setSsl(true)
        .setUseAlpn(true)
        .setKeyCertOptions(
            new PfxOptions()
                .setPath(certificate.p12().toString())
                .setPassword(Certificate.PASSWORD));
    ScriptedBackend backend = new ScriptedBackend(how, name);
    backends.add(backend);
    keys.put("stepgate.backends." + name + ".url", "https://localhost:" + backend.port());
    return certificate;
  }

  private static String store(Certificate trusted) throws Exception {
    return Certificate.store(FOLDER.resolve("fleet.p12"), trusted).toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void stop() {
    backends.forEach(ScriptedBackend::close);
  }
}
