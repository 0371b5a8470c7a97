package io.stepgate.deploy;

import java.util.List;

/** A plan as a Compose file: the same container as the {@code docker run} of the seed page's §2. */
final class ComposeRenderer {
  private static final String WEIGHTS = "huggingface";

  private ComposeRenderer() {}

  static String render(LaunchPlan plan) {
    return new YamlMap()
        .comment(plan.title())
        .comment("It listens on the host's 127.0.0.1:30000, as SGLang does by default.")
        .put("name", plan.name())
        .put("services", new YamlMap().put("sglang", service(plan)))
        .put("volumes", new YamlMap().put(WEIGHTS, new YamlMap()))
        .text();
  }

  private static YamlMap service(LaunchPlan plan) {
    DeviceAccess access = plan.platform().vendor().access();
    YamlMap service =
        new YamlMap()
            .put("image", plan.image())
            .list("command", escaped(plan.argv()))
            .put("network_mode", "host")
            .put("ipc", "host")
            .put("shm_size", "32g")
            .list("devices", access.devices())
            .list("group_add", access.groups())
            .list("cap_add", access.capabilities())
            .list("security_opt", access.securityOptions())
            .comment("Keeps the downloaded weights when the container is replaced.")
            .list("volumes", List.of(WEIGHTS + ":/root/.cache/huggingface"));
    if (access.allGpus()) {
      service.put("deploy", allGpus());
    }
    return service;
  }

  /** Compose's words for {@code --gpus all}. */
  private static YamlMap allGpus() {
    YamlMap gpus =
        new YamlMap()
            .put("driver", "nvidia")
            .put("count", "all")
            .list("capabilities", List.of("gpu"));
    YamlMap reservations = new YamlMap().list("devices", gpus);
    return new YamlMap().put("resources", new YamlMap().put("reservations", reservations));
  }

  /** Compose reads a single dollar sign as the start of a variable. */
  private static List<String> escaped(List<String> words) {
    return words.stream().map(word -> word.replace("$", "$$")).toList();
  }
}
