package io.stepgate.deploy;

import java.util.ArrayList;
import java.util.List;

/**
 * A plan as the seed page's §2 starts a container, line for line, with the server command where the
 * page opens a shell.
 */
final class DockerRenderer {
  private DockerRenderer() {}

  static String pull(LaunchPlan plan) {
    return "docker pull " + plan.image();
  }

  static String run(LaunchPlan plan) {
    DeviceAccess access = plan.platform().vendor().access();
    List<String> lines = new ArrayList<>();
    lines.add("docker run -it" + (access.allGpus() ? " --gpus all" : ""));
    addLine(lines, each("--device=", access.devices()));
    lines.add("--shm-size=32g");
    lines.add("--ipc=host");
    lines.add("--network=host");
    List<String> rights = new ArrayList<>(each("--group-add ", access.groups()));
    rights.addAll(each("--cap-add=", access.capabilities()));
    addLine(lines, rights);
    addLine(lines, each("--security-opt ", access.securityOptions()));
    lines.add(plan.image());
    lines.add(ShellRenderer.render(plan.argv()));
    return String.join(ShellRenderer.NEXT_LINE, lines);
  }

  /** Both steps, as a script. */
  static String render(LaunchPlan plan) {
    return pull(plan) + "\n" + run(plan);
  }

  private static void addLine(List<String> lines, List<String> flags) {
    if (!flags.isEmpty()) {
      lines.add(String.join(" ", flags));
    }
  }

  private static List<String> each(String flag, List<String> values) {
    return values.stream().map(value -> flag + value).toList();
  }
}
