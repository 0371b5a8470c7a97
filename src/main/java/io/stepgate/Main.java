package io.stepgate;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.stepgate.deploy.DeployCommand;
import io.stepgate.ops.HealthCommand;
import io.stepgate.simulator.SimulateCommand;
import java.util.Arrays;

/** Reads the verb and opens one door: none or {@code serve} is the gateway. */
@QuarkusMain
public class Main {
  private static final int BAD_USAGE = 2;
  private static final String HELP =
      """
      usage: stepgate [VERB] [OPTIONS]

        serve      the gateway (also without a verb); its options are configuration keys, see docs/configuration.md
        deploy     prints the SGLang launch command for a model on a platform
        simulate   a pretend SGLang server that runs Step-3.5-Flash
        health     asks a running gateway whether it is ready, for a container's health check

      stepgate VERB --help tells the options of a verb.
      """;

  public static void main(String... arguments) {
    String verb = arguments.length == 0 ? "serve" : arguments[0];
    String[] rest = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
    switch (verb) {
      case "serve" -> serve(rest);
      case "deploy" -> exit(DeployCommand.run(System.out, System.err, rest));
      case "simulate" -> exit(simulate(rest));
      case "health" -> exit(HealthCommand.run(System.out, System.err, System.getenv(), rest));
      case "--help", "-h", "help" -> System.out.print(HELP);
      default -> {
        System.err.println(
            "stepgate: unknown verb '" + verb + "', allowed are serve, deploy, simulate, health");
        exit(BAD_USAGE);
      }
    }
  }

  private static void serve(String... options) {
    if (options.length == 0) {
      // Quarkus would answer a malformed target with an empty 400; the gateway's own door looks at
      // it.
      System.setProperty("vertx.disableURIValidation", "true");
      Quarkus.run();
    } else if (options[0].equals("--help")) {
      System.out.print(HELP);
    } else {
      System.err.println(
          "stepgate: serve has no option '"
              + options[0]
              + "': it is configured by keys, see docs/configuration.md");
      exit(BAD_USAGE);
    }
  }

  private static int simulate(String... options) {
    // Without it the first logger that is asked for warns on stderr.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    return SimulateCommand.run(options);
  }

  private static void exit(int code) {
    System.exit(code);
  }
}
