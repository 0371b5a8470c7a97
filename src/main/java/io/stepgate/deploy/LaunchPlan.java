package io.stepgate.deploy;

import java.util.List;
import java.util.Locale;

/**
 * What will be launched, before any quoting.
 *
 * @param repository where the weights are, such as {@code stepfun-ai/Step-3.5-Flash}
 * @param platform what it runs on; gives the image and the device access
 * @param gpus how many of the platform's GPUs
 * @param argv the server command, one word each, none of them blank
 * @param notes what to know about this choice
 */
record LaunchPlan(
    String repository, Platform platform, int gpus, List<String> argv, List<Note> notes) {

  LaunchPlan {
    argv = List.copyOf(argv);
    notes = List.copyOf(notes);
  }

  String image() {
    return platform.image();
  }

  /**
   * A name for the server that Compose and Kubernetes accept (RFC 1035: lower-case letters, digits
   * and hyphens, a letter first), such as {@code step-3-5-flash-fp8}.
   */
  String name() {
    String model = repository.substring(repository.lastIndexOf('/') + 1);
    return model.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  /** One line that says what this is. */
  String title() {
    return "SGLang serving %s on %d x %s".formatted(repository, gpus, platform.label());
  }
}
