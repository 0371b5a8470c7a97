package io.stepgate.ops;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The verb {@code health}: asks a running gateway whether it is ready, for a container that has
 * neither a shell nor curl. Exit codes: 0 it answered 200, 1 it did not, 2 bad usage.
 *
 * <p>Built with picocli's programming interface: annotations would need reflection in native.
 */
public final class HealthCommand {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int BAD_USAGE = 2;

  private static final String URL = "--url";
  private static final String TIMEOUT = "--timeout";
  private static final String DEFAULT_TIMEOUT = "2s";
  private static final String PATH = "/q/health/ready";

  /** The gateway's own key, so that a container's port is told once. */
  private static final String PORT_KEY = "QUARKUS_HTTP_PORT";

  private static final int DEFAULT_PORT = 8080;
  private static final int HIGHEST_PORT = 65535;
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s)");

  private HealthCommand() {}

  /**
   * Runs the verb.
   *
   * @param out gets the help, and nothing else
   * @param err gets one line about what was wrong
   * @param environment the process's variables; {@code QUARKUS_HTTP_PORT} is the default port
   * @param args the words after {@code health}
   * @return the exit code
   */
  public static int run(
      PrintStream out, PrintStream err, Map<String, String> environment, String... args) {
    CommandLine command = commandLine();
    try {
      ParseResult parsed = command.parseArgs(args);
      if (parsed.isUsageHelpRequested()) {
        out.print(command.getUsageMessage(Ansi.OFF));
        return DONE;
      }
      String given = parsed.matchedOptionValue(URL, "");
      URI url = given.isEmpty() ? ownUrl(environment) : url(given);
      return ask(err, url, timeout(parsed.matchedOptionValue(TIMEOUT, DEFAULT_TIMEOUT)));
    } catch (ParameterException | IllegalArgumentException bad) {
      err.println("stepgate health: " + bad.getMessage() + " (see stepgate health --help)");
      return BAD_USAGE;
    }
  }

  private static int ask(PrintStream err, URI url, Duration timeout) {
    try {
      int status = HealthProbe.status(url, timeout);
      if (status == HealthProbe.OK) {
        return DONE;
      }
      err.println("stepgate health: " + url + " answered " + status);
    } catch (IOException failed) {
      err.println("stepgate health: " + url + ": " + failed.getMessage());
    }
    return FAILED;
  }

  private static CommandLine commandLine() {
    CommandSpec spec = CommandSpec.create().name("stepgate health");
    spec.usageMessage()
        .description("Asks a running gateway whether it is ready: exit code 0 if so, else 1.")
        .sortOptions(false);
    spec.addOption(
        OptionSpec.builder(URL)
            .type(String.class)
            .paramLabel("URL")
            .description(
                "What to ask, by http. Default: http://127.0.0.1:%d%s, with the port of %s if set."
                    .formatted(DEFAULT_PORT, PATH, PORT_KEY))
            .build());
    spec.addOption(
        OptionSpec.builder(TIMEOUT)
            .type(String.class)
            .paramLabel("TIME")
            .description(
                "How long the whole call may take, like 500ms. Default: " + DEFAULT_TIMEOUT + ".")
            .build());
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Shows this help.").build());
    // Otherwise a word such as @/etc/passwd would be read as a file of options.
    return new CommandLine(spec).setExpandAtFiles(false);
  }

  private static URI ownUrl(Map<String, String> environment) {
    String port = environment.getOrDefault(PORT_KEY, "");
    if (port.isEmpty()) {
      port = String.valueOf(DEFAULT_PORT);
    }
    if (!PORT.matcher(port).matches() || !isPort(Integer.parseInt(port))) {
      throw new IllegalArgumentException(
          "%s=%s: allowed is 1 to %d; else give %s".formatted(PORT_KEY, port, HIGHEST_PORT, URL));
    }
    return URI.create("http://127.0.0.1:" + port + PATH);
  }

  private static URI url(String value) {
    URI url = parse(value);
    if (url == null
        || !"http".equals(url.getScheme())
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || !(url.getPort() == -1 || isPort(url.getPort()))) {
      throw new IllegalArgumentException(
          "%s=%s: allowed is http://HOST[:PORT][/PATH]".formatted(URL, value));
    }
    return url;
  }

  private static URI parse(String value) {
    try {
      return new URI(value);
    } catch (URISyntaxException malformed) {
      // Null makes the caller refuse it with the option, which this exception does not know.
      return null;
    }
  }

  private static boolean isPort(int port) {
    return port >= 1 && port <= HIGHEST_PORT;
  }

  private static Duration timeout(String value) {
    Matcher duration = DURATION.matcher(value);
    if (duration.matches()) {
      long amount = Long.parseLong(duration.group(1));
      long millis = duration.group(2).equals("s") ? amount * 1000 : amount;
      if (millis > 0) {
        return Duration.ofMillis(millis);
      }
    }
    throw new IllegalArgumentException(
        "%s=%s: allowed is a time over 0, like 2s or 500ms".formatted(TIMEOUT, value));
  }
}
