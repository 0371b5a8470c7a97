package io.stepgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.stepgate.testing.Artifact;
import io.stepgate.testing.Ran;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the packaged program says of itself, and how it refuses. */
class VerbsIT {
  private static final int BAD_USAGE = 2;

  @Test
  void failsafe_runsThePackagedProgramInEveryTest() {
    assertTrue(Artifact.underTest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help", "serve --help"})
  void help_askedFor_namesEveryVerb(String arguments) {
    Ran ran = run(arguments);

    assertEquals(0, ran.exit());
    assertEquals("", ran.err());
    assertTrue(ran.out().startsWith("usage: stepgate "), ran::out);
    for (String verb : List.of("serve", "deploy", "simulate", "health")) {
      assertTrue(ran.out().contains("\n  " + verb + " "), ran::out);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dance|stepgate: unknown verb 'dance', allowed are serve, deploy, simulate, health",
        "--port=1|stepgate: unknown verb '--port=1', allowed are serve, deploy, simulate, health",
        "serve --port=1|stepgate: serve has no option '--port=1': it is configured by keys, see"
            + " docs/configuration.md"
      })
  void badUsage_given_exitsTwoWithOneLine(String arguments, String line) {
    assertEquals(new Ran(BAD_USAGE, "", line + "\n"), run(arguments));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stepgate.nope.x=1|stepgate.nope.x|stepgate.routing",
        "stepgate.routing.policy=fifo|stepgate.routing.policy=fifo|power-of-two",
        "stepgate.routing.probe-interval=0s|stepgate.routing.probe-interval=0s|from 10ms",
        "stepgate.backends.a.url=ftp://h|stepgate.backends.\"a\".url=ftp://h|https://",
        "stepgate.parse.reasoning-parser=nope|stepgate.parse.reasoning-parser|step3p5",
        "stepgate.relay.keep-alive-after=soon|stepgate.relay.keep-alive-after=soon|off or a duration",
        "stepgate.parse.max-held=32|stepgate.parse.max-held=32|from 64 to 1G",
        "stepgate.parse.max-frame=5G|stepgate.parse.max-frame=5G|from 1K to 1G",
        "stepgate.relay.idel-timeout=2m|stepgate.relay.idel-timeout|stepgate.relay.idle-timeout",
        "stepgate.relay.idle-timeout=soon|stepgate.relay.idle-timeout=soon|from 1ms to 24h",
        "stepgate.edge.h2c-upgrade=maybe|stepgate.edge.h2c-upgrade=maybe|true or false",
        "stepgate.admission.max-queue=many|stepgate.admission.max-queue=many|from 0 to",
        "stepgate.backends.a.weight=2|stepgate.backends.a.url is missing|http://HOST",
        "stepgate.simulator.profile=a100|stepgate.simulator.profile=a100|h200, instant",
        "stepgate.admission.keys-file=/nope|stepgate.admission.keys-file=/nope|name:key"
      })
  void badKey_configured_exitsOneWithOneLine(String property, String named, String allowed) {
    Ran ran = Artifact.run(Map.of("QUARKUS_HTTP_PORT", "0"), "-D" + property);

    assertEquals(1, ran.exit());
    String said = ran.out() + ran.err();
    assertTrue(said.contains(named) && said.contains(allowed), said);
    assertEquals(1, said.lines().count(), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STEPGATE_RELAY_TYPO|1|STEPGATE_RELAY_",
        "STEPGATE_OPS_WINDWO|1|STEPGATE_OPS_REPORT_WINDOW, for the key stepgate.ops.report-window",
        "STEPGATE_RELAY_IDLE_TIMEOUT|abc|stepgate.relay.idle-timeout=abc: allowed is a duration"
      })
  void badVariable_set_exitsOneWithOneLine(String variable, String value, String said) {
    Ran ran = Artifact.run(Map.of("QUARKUS_HTTP_PORT", "0", variable, value));

    assertEquals(1, ran.exit());
    String all = ran.out() + ran.err();
    assertTrue(all.contains(said), all);
    assertEquals(1, all.lines().count(), all);
  }

  @Test
  void unknownBucket_configured_exitsOneWithOneLine() {
    Ran ran =
        Artifact.run(
            Map.of(
                "QUARKUS_HTTP_PORT",
                "0",
                "STEPGATE_BACKENDS_A_URL",
                "https://localhost:9",
                "STEPGATE_BACKENDS_A_TLS_CONFIGURATION_NAME",
                "nobody"));

    assertEquals(1, ran.exit());
    assertEquals(
        "stepgate.backends.\"a\".tls-configuration-name=nobody: allowed is a NAME of which there are"
            + " keys quarkus.tls.NAME",
        (ran.out() + ran.err()).strip());
  }

  /**
   * In Turkish an I is not the capital of i, and a zone at +05:45 finds whoever rounds to hours.
   */
  @ParameterizedTest
  @ValueSource(strings = {"--help", "deploy --help", "simulate --help", "health --help"})
  void words_inAnyLocale_areTheSame(String arguments) {
    assertEquals(run(arguments), turkish(arguments.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"command", "docker", "compose", "kubernetes", "json"})
  void launchCommand_inAnyLocale_isTheSame(String format) {
    String[] arguments = {"deploy", "--hardware=mi300x", "--format=" + format};

    Ran ran = turkish(arguments);

    assertEquals(0, ran.exit(), ran::err);
    assertEquals(Artifact.run(Map.of(), arguments), ran);
  }

  private static Ran turkish(String... arguments) {
    Map<String, String> environment = new HashMap<>();
    environment.put("LC_ALL", "C");
    environment.put("TZ", "Asia/Kathmandu");
    String[] all =
        Stream.concat(Stream.of("-Duser.language=tr", "-Duser.country=TR"), Stream.of(arguments))
            .toArray(String[]::new);
    return Artifact.run(environment, all);
  }

  private static Ran run(String arguments) {
    return Artifact.run(Map.of("LC_ALL", "C.UTF-8"), arguments.split(" "));
  }
}
