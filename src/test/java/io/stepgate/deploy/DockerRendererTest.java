package io.stepgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DockerRendererTest {
  @Test
  void h200_renderedAsDocker_isTheSeedsNvidiaCallWithTheServerInside() throws BadOption {
    String docker = render(Map.of());

    assertEquals(
        """
        docker pull lmsysorg/sglang:dev-pr-18084
        docker run -it --gpus all \\
          --shm-size=32g \\
          --ipc=host \\
          --network=host \\
          lmsysorg/sglang:dev-pr-18084 \\
          sglang serve \\
          --model-path stepfun-ai/Step-3.5-Flash \\
          --tp 4 \\
          --trust-remote-code""",
        docker);
  }

  @Test
  void mi325x_renderedAsDocker_isTheSeedsRocmCallWithTheServerInside() throws BadOption {
    String docker = render(Map.of("hardware", "mi325x", "quantization", "fp8"));

    assertEquals(
        """
        docker pull lmsysorg/sglang:v0.5.9-rocm700-mi30x
        docker run -it \\
          --device=/dev/kfd --device=/dev/dri \\
          --shm-size=32g \\
          --ipc=host \\
          --network=host \\
          --group-add video --cap-add=SYS_PTRACE \\
          --security-opt seccomp=unconfined \\
          lmsysorg/sglang:v0.5.9-rocm700-mi30x \\
          sglang serve \\
          --model-path stepfun-ai/Step-3.5-Flash-FP8 \\
          --tp 4 \\
          --ep 4 \\
          --trust-remote-code""",
        docker);
  }

  @Test
  void mi355x_renderedAsDocker_usesTheOtherFamilysImage() throws BadOption {
    String pull = render(Map.of("hardware", "mi355x")).lines().findFirst().orElseThrow();

    assertEquals("docker pull lmsysorg/sglang:v0.5.9-rocm700-mi35x", pull);
  }

  private static String render(Map<String, String> given) throws BadOption {
    return ConfigGenerator.render(LaunchOptions.parse(given), Format.DOCKER);
  }
}
