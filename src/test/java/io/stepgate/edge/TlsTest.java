package io.stepgate.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.Certificate;
import io.stepgate.testing.ChatReply;
import io.stepgate.testing.Frames;
import io.stepgate.testing.TlsResource;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Https to the gateway, and from the gateway to its backends. */
@QuarkusTest
@WithTestResource(TlsResource.class)
class TlsTest {
  /** A client that hears nothing would wait for ever. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final HttpClient http = client(TlsResource.front());

  @BeforeEach
  void ready() {
    for (String each : List.of(TlsResource.PLAIN, TlsResource.MUTUAL, TlsResource.ROTATING)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> up(each));
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void stream_overHttps_saysWhatTheBackendSaid(Version version) throws Exception {
    List<String> frames = Frames.raw(List.of("thin", "k</thi", "nk>answer"), "stop");
    HttpRequest request =
        chat(TlsResource.PLAIN, GatewayClient.frames(frames, "finish")).version(version).build();

    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());

    ChatReply reply = ChatReply.ofStream(answer.body());
    assertEquals(version, answer.version());
    assertEquals("think", reply.reasoning.toString());
    assertEquals("answer", reply.content.toString());
    assertEquals("http/1.1", control(TlsResource.PLAIN).getJsonObject("last").getString("version"));
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void clientGone_overHttps_leavesNothingBehind(Version version) throws Exception {
    List<String> frames = Frames.raw(List.of("a", "b", "c"), "stop").subList(0, 4);
    HttpRequest request =
        chat(TlsResource.PLAIN, GatewayClient.frames(frames, "hang")).version(version).build();

    try (InputStream body = http.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
      assertEquals('d', body.read());
      assertEquals(1, control(TlsResource.PLAIN).getJsonArray("running").size());
    }

    await().until(() -> control(TlsResource.PLAIN).getJsonArray("running").isEmpty());
    await().until(() -> get("/metrics").body().contains("stepgate_requests_in_flight 0.0\n"));
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void bodyOverTheLimit_overHttps_isRefused(Version version) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri(GatewayClient.CHAT))
            .version(version)
            .timeout(PATIENCE)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"messages\":[\"" + "x".repeat(33 << 20) + "\"]}"))
            .build();

    GatewayClient.assertError(
        http.send(request, HttpResponse.BodyHandlers.ofString()), 413, "invalid_request_error");
  }

  @Test
  void backendThatAsksForACertificate_isShownOne() throws Exception {
    HttpResponse<String> answer = whole(TlsResource.MUTUAL);

    assertEquals("answer", ChatReply.ofWhole(answer.body()).content.toString());
    assertEquals("mutual", answer.headers().firstValue("X-Stepgate-Backend").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {TlsResource.IMPOSTOR, TlsResource.STRANGER})
  void backendWithAWrongCertificate_isNeverReady(String backend) throws Exception {
    await().during(Duration.ofSeconds(2)).until(() -> !up(backend));

    GatewayClient.assertError(whole(backend), 404, "not_found_error");
  }

  @Test
  void backendThatChangesItsCertificate_isSpokenToOnceTheNewOneIsTrusted() throws Exception {
    assertEquals(200, whole(TlsResource.ROTATING).statusCode());
    String rotated = TlsResource.FOLDER.resolve("rotated.p12").toString();
    send(chat(TlsResource.ROTATING, new JsonObject().put("certificate", rotated)));

    HttpResponse<String> refused = whole(TlsResource.ROTATING);
    Files.writeString(
        TlsResource.rotatingTrust(),
        Files.readString(TlsResource.shownBy("rotated")),
        StandardOpenOption.APPEND);

    assertTrue(refused.statusCode() >= 502, refused.body());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> whole(TlsResource.ROTATING).statusCode() == 200);
  }

  private boolean up(String backend) {
    return get("/metrics").body().contains("stepgate_backend_up{backend=\"" + backend + "\"} 1.0");
  }

  private HttpResponse<String> whole(String model) throws Exception {
    String answer = Frames.whole("think</think>answer", "stop");
    return send(chat(model, new JsonObject().put("json", answer)));
  }

  private static HttpRequest.Builder chat(String model, JsonObject script) {
    String body =
        GatewayClient.chat(model, script.containsKey("frames")).put("script", script).encode();
    return HttpRequest.newBuilder(uri(GatewayClient.CHAT))
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) {
    return get(http, uri(path));
  }

  private static JsonObject control(String backend) {
    String url =
        ConfigProvider.getConfig().getValue("stepgate.backends." + backend + ".url", String.class);
    HttpClient direct = client(TlsResource.shownBy(backend));
    return new JsonObject(get(direct, URI.create(url + "/control")).body());
  }

  private static HttpResponse<String> get(HttpClient client, URI uri) {
    try {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static HttpClient client(Path trusted) {
    try {
      return HttpClient.newBuilder().sslContext(Certificate.context(trusted)).build();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static URI uri(String path) {
    String port = ConfigProvider.getConfig().getValue(TlsResource.PORT, String.class);
    return URI.create("https://localhost:" + port + path);
  }
}
