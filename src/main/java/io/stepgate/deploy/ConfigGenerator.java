package io.stepgate.deploy;

/** The room's door, for the HTTP endpoint and for the command line alike. */
public final class ConfigGenerator {
  private ConfigGenerator() {}

  /**
   * The option groups in the seed page's order, as JSON: {@code
   * [{"name","title","items":[{"id","label","subtitle"?,"default"}]}]}.
   */
  public static String optionsJson() {
    return JsonRenderer.options(OptionGroups.ALL);
  }

  /** The launch of these choices in one format. */
  public static String render(LaunchOptions options, Format format) {
    LaunchPlan plan = LaunchPlanner.plan(options);
    return switch (format) {
      case COMMAND -> ShellRenderer.render(plan.argv());
      case DOCKER -> DockerRenderer.render(plan);
      case COMPOSE -> ComposeRenderer.render(plan);
      case KUBERNETES -> KubernetesRenderer.render(plan);
      case JSON -> JsonRenderer.render(options.values(), plan);
    };
  }
}
