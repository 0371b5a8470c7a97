package io.stepgate.deploy;

/** Who makes a platform's GPUs, and so how a container gets at them. */
enum Vendor {
  NVIDIA("nvidia.com/gpu", DeviceAccess.ALL_GPUS),
  AMD("amd.com/gpu", DeviceAccess.ROCM);

  private final String gpuResource;
  private final DeviceAccess access;

  Vendor(String gpuResource, DeviceAccess access) {
    this.gpuResource = gpuResource;
    this.access = access;
  }

  /** The extended resource that this vendor's Kubernetes device plugin offers. */
  String gpuResource() {
    return gpuResource;
  }

  DeviceAccess access() {
    return access;
  }
}
