package io.stepgate.simulator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.testing.Ran;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateCommandTest {
  @Test
  void help_askedFor_listsEveryOptionOnStdout() {
    Ran ran = run("--help");

    assertEquals(0, ran.exit());
    for (String option :
        new String[] {
          "--host",
          "--port",
          "--model",
          "--reasoning-parser",
          "--tool-call-parser",
          "--tp",
          "--ep",
          "--profile",
          "--instant",
          "--api-key",
          "--admin-api-key",
          "--is-embedding",
          "--seed",
          "--stream-interval",
          "--enable-cache-report"
        }) {
      assertTrue(ran.out().contains(option), option);
    }
    assertEquals("", ran.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--reasoning-parser, kimi, step3p5",
    "--tool-call-parser, kimi, qwen3_coder",
    "--profile, a100, 'h200, instant'",
    "--port, 70000, 0 to 65535",
    "--port, many, int",
    "--tp, 0, 1 to 1024",
    "--stream-interval, 0, 1 to 1024",
    "--surprise, x, --surprise"
  })
  void badOption_given_isNamedWithWhatIsAllowed(String option, String value, String allowed) {
    Ran ran = run(option, value);

    assertEquals(2, ran.exit());
    String message = ran.err();
    assertTrue(message.contains(option) && message.contains(allowed), message);
    assertEquals(1, message.lines().count());
    assertEquals("", ran.out());
  }

  @Test
  void port_inUse_failsWithOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());

      Ran ran = run("--port", port);

      assertEquals(1, ran.exit());
      assertEquals("simulate: port " + port + " is in use", ran.err().strip());
      assertEquals("", ran.out());
    }
  }

  @Test
  void server_startedAndSignalled_printsItsUrlAnswersAndEndsWithZero() throws Exception {
    Process process =
        new ProcessBuilder(command("--port", "0", "--instant", "--reasoning-parser", "step3p5"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String url = lines.readLine();
      HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/model_info")).build();
      HttpResponse<String> info =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      assertEquals("step3p5", new JsonObject(info.body()).getString("reasoning_parser"));

      // Process.destroy() would also close the stream that is still to be read.
      process.toHandle().destroy();

      assertEquals(0, process.waitFor());
      assertNull(lines.readLine());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void server_signalledWhileItAnswers_isUnhealthyAndEndsWithTheAnswer() throws Exception {
    Process process =
        new ProcessBuilder(command("--port", "0"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader told = process.inputReader(StandardCharsets.UTF_8)) {
      String url = told.readLine();
      HttpClient client = HttpClient.newHttpClient();
      HttpRequest chat =
          HttpRequest.newBuilder(URI.create(url + Chats.PATH))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(ServerStateTest.longAnswer().encode()))
              .build();
      HttpResponse<Stream<String>> running = client.send(chat, HttpResponse.BodyHandlers.ofLines());

      process.toHandle().destroy();

      HttpRequest health = HttpRequest.newBuilder(URI.create(url + "/health")).build();
      await()
          .until(
              () ->
                  client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 503);
      assertTrue(running.body().anyMatch("data: [DONE]"::equals));
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void temporaryDirectory_thatCannotBe_isNotNeeded(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + file.resolve("below"),
                "-cp",
                System.getProperty("java.class.path"),
                SimulateMain.class.getName(),
                "--port",
                "0")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String url = lines.readLine();

      assertNotNull(url, "the simulator did not start");
      assertTrue(url.startsWith("http://127.0.0.1:"), url);
    } finally {
      process.destroyForcibly();
    }
  }

  Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        SimulateCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Ran(exit, out.toString(), err.toString());
  }

  /** The command that runs the verb in a process of its own. */
  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SimulateMain.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }
}
