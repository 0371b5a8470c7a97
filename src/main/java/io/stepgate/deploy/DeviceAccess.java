package io.stepgate.deploy;

import java.util.List;

/**
 * What a container must be given to reach the GPUs: the device flags of the seed page's §2, taken
 * apart so that each renderer can say them in its own language.
 *
 * @param allGpus whether the container runtime hands in the GPUs itself ({@code --gpus all})
 * @param devices device files of the host
 * @param groups groups that own the device files
 * @param capabilities kernel capabilities, without {@code CAP_}
 * @param securityOptions Docker's {@code --security-opt} values
 */
record DeviceAccess(
    boolean allGpus,
    List<String> devices,
    List<String> groups,
    List<String> capabilities,
    List<String> securityOptions) {

  static final String SECCOMP_OFF = "seccomp=unconfined";

  static final DeviceAccess ALL_GPUS =
      new DeviceAccess(true, List.of(), List.of(), List.of(), List.of());

  static final DeviceAccess ROCM =
      new DeviceAccess(
          false,
          List.of("/dev/kfd", "/dev/dri"),
          List.of("video"),
          List.of("SYS_PTRACE"),
          List.of(SECCOMP_OFF));
}
