package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.testing.Ran;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthCommandTest {
  private PlainPeer peer;

  @BeforeEach
  void listen() throws Exception {
    peer = new PlainPeer();
  }

  @AfterEach
  void close() throws Exception {
    peer.close();
  }

  @Test
  void answer200_asked_exitsZeroAndSaysNothing() throws Exception {
    peer.answers("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");

    Ran ran = run(Map.of(), "--url", peer.url("/q/health/ready"));

    assertEquals(new Ran(0, "", ""), ran);
    assertTrue(peer.request().startsWith("GET /q/health/ready HTTP/1.1\r\n"), peer::request);
    assertTrue(
        peer.request().contains("\r\nHost: 127.0.0.1:" + peer.port() + "\r\n"), peer::request);
  }

  @Test
  void noUrl_asked_takesTheGatewaysPortFromTheEnvironment() throws Exception {
    peer.answers("HTTP/1.1 200 OK\r\n\r\n");

    Ran ran = run(Map.of("QUARKUS_HTTP_PORT", String.valueOf(peer.port())));

    assertEquals(new Ran(0, "", ""), ran);
    assertTrue(peer.request().startsWith("GET /q/health/ready HTTP/1.1\r\n"), peer::request);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 302, 404, 503})
  void anotherStatus_answered_exitsOneAndNamesIt(int status) throws Exception {
    peer.answers("HTTP/1.1 " + status + " Whatever\r\nlocation: /\r\n\r\n");
    String url = peer.url("/q/health/ready");

    Ran ran = run(Map.of(), "--url", url);

    assertEquals(new Ran(1, "", "stepgate health: " + url + " answered " + status + "\n"), ran);
  }

  @Test
  void answerInPieces_asked_isReadToItsStatus() throws Exception {
    peer.answers("HTTP/1.1 2", "00", " OK\r", "\n\r\n");

    assertEquals(new Ran(0, "", ""), run(Map.of(), "--url", peer.url("/")));
  }

  @Test
  void urlWithoutPathAndWithQuery_asked_isSentAsItIs() throws Exception {
    peer.answers("HTTP/1.1 200 OK\r\n\r\n");

    run(Map.of(), "--url", peer.url("?a=1%20b"));

    assertTrue(peer.request().startsWith("GET /?a=1%20b HTTP/1.1\r\n"), peer::request);
  }

  @Test
  void silence_asked_exitsOneWhenTheTimeIsOver() throws Exception {
    peer.staysSilent();
    String url = peer.url("/q/health/ready");

    Ran ran = run(Map.of(), "--url", url, "--timeout", "80ms");

    assertEquals(new Ran(1, "", "stepgate health: " + url + ": no answer within 80ms\n"), ran);
  }

  @Test
  void endlessTrickle_asked_endsWithTheTimeForTheWholeCall() throws Exception {
    peer.trickles("HTTP/1.1 200 O");
    String url = peer.url("/");

    Ran ran = run(Map.of(), "--url", url, "--timeout", "150ms");

    assertEquals(new Ran(1, "", "stepgate health: " + url + ": no answer within 150ms\n"), ran);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 20\r\n\r\n"})
  void noHttp_answered_exitsOne(String answer) throws Exception {
    peer.answers(answer);
    String url = peer.url("/");

    Ran ran = run(Map.of(), "--url", url);

    assertEquals(new Ran(1, "", "stepgate health: " + url + ": the answer is no HTTP\n"), ran);
  }

  @Test
  void nobodyListens_asked_exitsOneWithOneLine() throws Exception {
    String url = peer.url("/q/health/ready");
    peer.close();

    Ran ran = run(Map.of(), "--url", url);

    assertEquals(1, ran.exit());
    assertTrue(ran.err().startsWith("stepgate health: " + url + ": Connection refused"), ran::err);
    assertEquals(1, ran.err().lines().count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--url=https://127.0.0.1/|--url=https://127.0.0.1/: allowed is http://HOST[:PORT][/PATH]",
        "--url=8080|--url=8080: allowed is http://HOST[:PORT][/PATH]",
        "--url=http://|--url=http://: allowed is http://HOST[:PORT][/PATH]",
        "--url=http://a:70000/|--url=http://a:70000/: allowed is http://HOST[:PORT][/PATH]",
        "--url=http://u:p@a/|--url=http://u:p@a/: allowed is http://HOST[:PORT][/PATH]",
        "--timeout=2|--timeout=2: allowed is a time over 0, like 2s or 500ms",
        "--timeout=0s|--timeout=0s: allowed is a time over 0, like 2s or 500ms",
        "--timeout=-1s|--timeout=-1s: allowed is a time over 0, like 2s or 500ms",
      })
  void badValue_given_exitsTwoNamingWhatIsAllowed(String argument, String problem) {
    Ran ran = run(Map.of(), argument);

    assertEquals(
        new Ran(2, "", "stepgate health: " + problem + " (see stepgate health --help)\n"), ran);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "eighty", "999999"})
  void badPortInTheEnvironment_asked_exitsTwoNamingTheKey(String port) {
    Ran ran = run(Map.of("QUARKUS_HTTP_PORT", port));

    assertEquals(2, ran.exit());
    assertTrue(
        ran.err()
            .startsWith(
                "stepgate health: QUARKUS_HTTP_PORT="
                    + port
                    + ": allowed is 1 to 65535; else give --url"),
        ran::err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stray", "--port=1", "--url", "@/etc/hostname"})
  void badUsage_given_exitsTwoWithOneLineOnStandardErrorOnly(String argument) {
    Ran ran = run(Map.of(), argument);

    assertEquals(2, ran.exit());
    assertEquals("", ran.out());
    assertTrue(ran.err().startsWith("stepgate health: "), ran::err);
    assertEquals(1, ran.err().lines().count());
  }

  @Test
  void help_asked_goesToStandardOutput() {
    Ran ran = run(Map.of("QUARKUS_HTTP_PORT", "bad"), "--help");

    assertEquals(0, ran.exit());
    assertEquals("", ran.err());
    assertTrue(ran.out().startsWith("Usage: stepgate health "), ran::out);
    assertTrue(ran.out().contains("QUARKUS_HTTP_PORT"), ran::out);
  }

  Ran run(Map<String, String> environment, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        HealthCommand.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            args);
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
