package io.stepgate.simulator;

import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.simulator.engine.TimingProfile;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The verb {@code simulate}: a pretend SGLang server that runs until it is told to stop.
 *
 * <p>The options are built by hand instead of by annotations, so that the native executable needs
 * no reflection for them.
 */
public final class SimulateCommand {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int BAD_USAGE = 2;

  /** Docker kills after ten. */
  private static final int DRAIN_SECONDS = 8;

  private SimulateCommand() {}

  /**
   * Runs the verb.
   *
   * @param arguments what follows the verb
   * @return 0 when it has shown its help, 1 when it could not listen, 2 when it was called wrongly.
   *     A running server ends by SIGTERM or SIGINT, and its process with 0
   */
  public static int run(String... arguments) {
    return run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments);
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine command = new CommandLine(spec());
    try {
      ParseResult parsed = command.parseArgs(arguments);
      if (parsed.isUsageHelpRequested()) {
        command.usage(out);
        return DONE;
      }
      return serve(options(parsed), out, err);
    } catch (ParameterException | IllegalArgumentException wrong) {
      err.println("simulate: " + wrong.getMessage() + " (see simulate --help)");
      return BAD_USAGE;
    }
  }

  private static CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("simulate");
    spec.usageMessage()
        .description(
            "A pretend SGLang v0.5.18 server of Step-3.5-Flash. Without the parser flags it answers"
                + " with the model's raw text.")
        // What is sorted is sorted by the locale.
        .sortOptions(false)
        .sortSynopsis(false);
    text(spec, "--host", "HOST", SimulatorOptions.DEFAULT_HOST, "Address to listen on.");
    number(spec, "--port", SimulatorOptions.DEFAULT_PORT, "Port to listen on; 0 for a free one.");
    text(spec, "--model", "ID", SimulatorOptions.DEFAULT_MODEL, "Model id to serve.");
    text(spec, "--reasoning-parser", "NAME", null, "Split off the thinking: step3p5.");
    text(spec, "--tool-call-parser", "NAME", null, "Split off tool calls: step3p5.");
    number(spec, "--tp", SimulatorOptions.DEFAULT_PARALLEL, "Tensor parallelism to report.");
    number(spec, "--ep", SimulatorOptions.DEFAULT_PARALLEL, "Expert parallelism to report.");
    text(spec, "--profile", "NAME", TimingProfile.H200.id(), "Pace: h200 or instant.");
    flag(spec, "--instant", "The same as --profile instant.");
    text(spec, "--api-key", "KEY", null, "Bearer key that clients must send.");
    text(spec, "--admin-api-key", "KEY", null, "Bearer key that aborts and flushes need.");
    number(spec, "--seed", 0, "Varies the pseudo-answers.");
    number(spec, "--stream-interval", 1, "Tokens per frame.");
    flag(spec, "--enable-cache-report", "Report cached tokens in usage.");
    flag(
        spec,
        "--stream-response-default-include-usage",
        "End every stream in a usage frame, asked for or not.");
    flag(spec, "--is-embedding", "Be a server of embeddings: what generates is refused.");
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help.").build());
    return spec;
  }

  private static void text(CommandSpec spec, String name, String label, String value, String help) {
    spec.addOption(option(name, label, help, value).type(String.class).build());
  }

  private static void number(CommandSpec spec, String name, int value, String help) {
    spec.addOption(option(name, "N", help, String.valueOf(value)).type(int.class).build());
  }

  private static OptionSpec.Builder option(String name, String label, String help, String value) {
    String shown = value == null ? help : help + " Default: " + value + ".";
    OptionSpec.Builder option = OptionSpec.builder(name).paramLabel(label).description(shown);
    return value == null ? option : option.defaultValue(value);
  }

  private static void flag(CommandSpec spec, String name, String help) {
    spec.addOption(OptionSpec.builder(name).type(boolean.class).description(help).build());
  }

  private static SimulatorOptions options(ParseResult parsed) {
    String profile = parsed.matchedOptionValue("--profile", TimingProfile.H200.id());
    boolean instant = parsed.matchedOptionValue("--instant", false);
    return SimulatorOptions.builder()
        .host(parsed.matchedOptionValue("--host", SimulatorOptions.DEFAULT_HOST))
        .port(parsed.matchedOptionValue("--port", SimulatorOptions.DEFAULT_PORT))
        .model(parsed.matchedOptionValue("--model", SimulatorOptions.DEFAULT_MODEL))
        .reasoningParser(name(parsed, "--reasoning-parser"))
        .toolCallParser(name(parsed, "--tool-call-parser"))
        .tp(parsed.matchedOptionValue("--tp", SimulatorOptions.DEFAULT_PARALLEL))
        .ep(parsed.matchedOptionValue("--ep", SimulatorOptions.DEFAULT_PARALLEL))
        .profile(instant ? TimingProfile.INSTANT : profile(profile))
        .apiKey(name(parsed, "--api-key"))
        .adminApiKey(name(parsed, "--admin-api-key"))
        .seed(parsed.matchedOptionValue("--seed", 0))
        .streamInterval(parsed.matchedOptionValue("--stream-interval", 1))
        .cacheReport(parsed.matchedOptionValue("--enable-cache-report", false))
        .defaultUsage(parsed.matchedOptionValue("--stream-response-default-include-usage", false))
        .embedding(parsed.matchedOptionValue("--is-embedding", false))
        .build();
  }

  private static Optional<String> name(ParseResult parsed, String option) {
    return Optional.ofNullable(parsed.matchedOptionValue(option, null));
  }

  private static TimingProfile profile(String id) {
    return Arrays.stream(TimingProfile.values())
        .filter(profile -> profile.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--profile "
                        + id
                        + ": allowed is "
                        + Arrays.stream(TimingProfile.values())
                            .map(TimingProfile::id)
                            .collect(Collectors.joining(", "))));
  }

  private static int serve(SimulatorOptions options, PrintWriter out, PrintWriter err) {
    Vertx vertx = Vertx.vertx(noFiles());
    try {
      Simulator simulator =
          Simulator.start(vertx, options).toCompletionStage().toCompletableFuture().join();
      out.println("http://" + options.host() + ":" + simulator.port());
      awaitSignal(simulator);
      return DONE;
    } catch (CompletionException failed) {
      Throwable cause = failed.getCause();
      String reason = cause instanceof BindException ? "is in use" : "failed: " + cause;
      err.println("simulate: port " + options.port() + " " + reason);
      return FAILED;
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  /** Otherwise Vert.x makes a directory for files, which a container's read-only disk refuses. */
  private static VertxOptions noFiles() {
    return new VertxOptions()
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  /** What does not end within the time that is given to a container is cut off. */
  private static void drain(Simulator simulator) {
    try {
      simulator
          .drain()
          .toCompletionStage()
          .toCompletableFuture()
          .get(DRAIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      simulator.close();
    }
  }

  private static void awaitSignal(Simulator simulator) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  drain(simulator);
                  // A signal is how this verb is meant to end, so not the JVM's 128 + signal.
                  Runtime.getRuntime().halt(DONE);
                },
                "simulate-stop"));
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
