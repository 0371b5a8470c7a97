package io.stepgate.deploy;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The verb {@code deploy}: prints the launch of a choice. Exit codes: 0 done, 1 the output could
 * not be written, 2 bad usage.
 *
 * <p>Built with picocli's programming interface: annotations would need reflection in native.
 */
public final class DeployCommand {
  private static final String FORMAT = "--format";

  /** Our flag for each option of the generator, in the order of its groups. */
  private static final Map<String, String> FLAGS = flags();

  private DeployCommand() {}

  /**
   * Runs the verb.
   *
   * @param out gets the launch, or the help, and nothing else
   * @param err gets what was wrong, with the allowed values
   * @param args the words after {@code deploy}
   * @return the exit code
   */
  public static int run(PrintStream out, PrintStream err, String... args) {
    CommandLine command = commandLine();
    try {
      ParseResult parsed = command.parseArgs(args);
      if (parsed.isUsageHelpRequested()) {
        return print(out, command.getUsageMessage(Ansi.OFF));
      }
      Format format = Format.parse(parsed.matchedOptionValue(FORMAT, Format.COMMAND.id()));
      String text = ConfigGenerator.render(LaunchOptions.parse(given(parsed)), format);
      return print(out, text.endsWith("\n") ? text : text + "\n");
    } catch (BadOption bad) {
      String flag = FLAGS.getOrDefault(bad.param(), "--" + bad.param());
      return badUsage(err, flag + ": " + bad.getMessage(), "See stepgate deploy --help.\n");
    } catch (ParameterException bad) {
      return badUsage(err, bad.getMessage(), command.getUsageMessage(Ansi.OFF));
    }
  }

  private static CommandLine commandLine() {
    CommandSpec spec = CommandSpec.create().name("stepgate deploy");
    spec.usageMessage()
        .description("Prints the SGLang launch command for a model on a platform.")
        .sortOptions(false);
    for (OptionGroups.Group group : OptionGroups.ALL) {
      spec.addOption(option(group));
    }
    spec.addOption(
        OptionSpec.builder(FORMAT)
            .type(String.class)
            .paramLabel("FORMAT")
            .description("How to show it: %s.".formatted(allowed(Format.ids())))
            .build());
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Shows this help.").build());
    // Otherwise a word such as @/etc/passwd would be read as a file of options.
    return new CommandLine(spec).setExpandAtFiles(false);
  }

  private static OptionSpec option(OptionGroups.Group group) {
    OptionSpec.Builder option =
        OptionSpec.builder(FLAGS.get(group.name()))
            .type(String.class)
            .paramLabel("VALUE")
            .description("%s: %s.".formatted(group.title(), allowed(group.ids())));
    if (group.ids().contains(OptionGroups.ENABLED)) {
      option.arity("0..1").fallbackValue(OptionGroups.ENABLED);
    }
    return option.build();
  }

  /** The default stands first, in the options as in the formats. */
  private static String allowed(List<String> ids) {
    return String.join(", ", ids) + " (default " + ids.get(0) + ")";
  }

  private static Map<String, String> given(ParseResult parsed) {
    Map<String, String> given = new LinkedHashMap<>();
    FLAGS.forEach(
        (name, flag) -> {
          if (parsed.hasMatchedOption(flag)) {
            given.put(name, parsed.matchedOptionValue(flag, ""));
          }
        });
    return given;
  }

  private static int print(PrintStream out, String text) {
    out.print(text);
    return out.checkError() ? 1 : 0;
  }

  private static int badUsage(PrintStream err, String problem, String help) {
    err.print("stepgate deploy: " + problem + "\n" + help);
    return 2;
  }

  private static Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put(OptionGroups.HARDWARE, "--hardware");
    flags.put(OptionGroups.MODEL_SIZE, "--modelsize");
    flags.put(OptionGroups.QUANTIZATION, "--quantization");
    flags.put(OptionGroups.REASONING_PARSER, "--reasoning-parser");
    flags.put(OptionGroups.TOOL_CALL, "--tool-call-parser");
    flags.put(OptionGroups.SPECULATIVE, "--speculative");
    return flags;
  }
}
