package io.stepgate.deploy;

import java.util.ArrayList;
import java.util.List;

/**
 * A plan as a Deployment and a Service. What the seed page's §2 passes to Docker becomes fields of
 * the pod; the network does not, since a Service finds the pod by its own address.
 */
final class KubernetesRenderer {
  private static final String PORT = "http";
  private static final int PORT_NUMBER = 30000;
  private static final String SHARED_MEMORY = "shared-memory";

  /**
   * Longer than the 20 s in which SGLang's {@code /health} gives up: the call makes the server
   * generate one token.
   */
  private static final int PROBE_TIMEOUT_SECONDS = 25;

  /** Group {@code video} of the images, which are made from Ubuntu; Kubernetes knows no names. */
  private static final int VIDEO_GROUP = 44;

  private KubernetesRenderer() {}

  static String render(LaunchPlan plan) {
    return deployment(plan).text() + "---\n" + service(plan).text();
  }

  private static YamlMap deployment(LaunchPlan plan) {
    YamlMap spec =
        new YamlMap()
            .put("replicas", 1)
            .comment("A rolling update would wait for a second set of GPUs.")
            .put("strategy", new YamlMap().put("type", "Recreate"))
            .put("selector", new YamlMap().put("matchLabels", labels(plan)))
            .put(
                "template",
                new YamlMap()
                    .put("metadata", new YamlMap().put("labels", labels(plan)))
                    .put("spec", pod(plan)));
    return new YamlMap()
        .comment(plan.title())
        .put("apiVersion", "apps/v1")
        .put("kind", "Deployment")
        .put("metadata", new YamlMap().put("name", plan.name()).put("labels", labels(plan)))
        .put("spec", spec);
  }

  private static YamlMap service(LaunchPlan plan) {
    YamlMap port = new YamlMap().put("name", PORT).put("port", PORT_NUMBER).put("targetPort", PORT);
    return new YamlMap()
        .put("apiVersion", "v1")
        .put("kind", "Service")
        .put("metadata", new YamlMap().put("name", plan.name()).put("labels", labels(plan)))
        .put("spec", new YamlMap().put("selector", labels(plan)).list("ports", port));
  }

  private static YamlMap pod(LaunchPlan plan) {
    YamlMap memory = new YamlMap().put("medium", "Memory").put("sizeLimit", "32Gi");
    YamlMap pod = new YamlMap().put("hostIPC", true);
    if (!plan.platform().vendor().access().groups().isEmpty()) {
      pod.put(
          "securityContext",
          new YamlMap()
              .comment("Group video, which owns the GPU's device files.")
              .single("supplementalGroups", VIDEO_GROUP));
    }
    return pod.list("containers", container(plan))
        .comment("Weights are downloaded to the container's own disk; mount a volume at")
        .comment("/root/.cache/huggingface to keep them when the pod is replaced.")
        .list("volumes", new YamlMap().put("name", SHARED_MEMORY).put("emptyDir", memory));
  }

  private static YamlMap container(LaunchPlan plan) {
    DeviceAccess access = plan.platform().vendor().access();
    YamlMap container =
        new YamlMap()
            .put("name", "sglang")
            .put("image", plan.image())
            .comment("The last four words let the Service and the probes in.")
            .list("command", reachable(plan.argv()))
            .list("ports", new YamlMap().put("name", PORT).put("containerPort", PORT_NUMBER));
    if (!access.devices().isEmpty()) {
      container.comment(
          "The device plugin hands in %s.".formatted(String.join(" and ", access.devices())));
    }
    container.put("resources", resources(plan));
    if (!access.capabilities().isEmpty()) {
      container.put("securityContext", rights(access));
    }
    return container
        .list("volumeMounts", new YamlMap().put("name", SHARED_MEMORY).put("mountPath", "/dev/shm"))
        .comment("Loading the weights may take half an hour when they are downloaded first.")
        .put("startupProbe", probe(10, 180))
        .put("readinessProbe", probe(30, 2))
        .comment("Patient, since a restart loads all weights again.")
        .put("livenessProbe", probe(30, 10));
  }

  private static List<String> reachable(List<String> argv) {
    List<String> words = new ArrayList<>(argv);
    words.addAll(List.of("--host", "0.0.0.0", "--port", Integer.toString(PORT_NUMBER)));
    return words;
  }

  private static YamlMap resources(LaunchPlan plan) {
    String resource = plan.platform().vendor().gpuResource();
    String count = Integer.toString(plan.gpus());
    return new YamlMap()
        .put("requests", new YamlMap().put(resource, count))
        .put("limits", new YamlMap().put(resource, count));
  }

  private static YamlMap rights(DeviceAccess access) {
    YamlMap rights =
        new YamlMap().put("capabilities", new YamlMap().list("add", access.capabilities()));
    if (access.securityOptions().contains(DeviceAccess.SECCOMP_OFF)) {
      rights.put("seccompProfile", new YamlMap().put("type", "Unconfined"));
    }
    return rights;
  }

  private static YamlMap probe(int periodSeconds, int failureThreshold) {
    return new YamlMap()
        .put("httpGet", new YamlMap().put("path", "/health").put("port", PORT))
        .put("periodSeconds", periodSeconds)
        .put("timeoutSeconds", PROBE_TIMEOUT_SECONDS)
        .put("failureThreshold", failureThreshold);
  }

  private static YamlMap labels(LaunchPlan plan) {
    return new YamlMap().put("app.kubernetes.io/name", plan.name());
  }
}
