package io.stepgate.deploy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The GPUs the generator knows, in the order of the seed page. Images are those of its §2: AMD's
 * differ by family, MI300X/MI325X and MI350X/MI355X. Memory per GPU, in GB, is the vendors' own
 * figure; the page only asks for "high VRAM capacity".
 *
 * <p>A new platform is one constant here; a recipe opts in with a row of its own.
 */
enum Platform {
  H200("H200", Vendor.NVIDIA, 141, Images.CUDA),
  MI300X("MI300X", Vendor.AMD, 192, Images.ROCM_MI30X),
  MI325X("MI325X", Vendor.AMD, 256, Images.ROCM_MI30X),
  MI350X("MI350X", Vendor.AMD, 288, Images.ROCM_MI35X),
  MI355X("MI355X", Vendor.AMD, 288, Images.ROCM_MI35X);

  private final String label;
  private final Vendor vendor;
  private final int memoryGb;
  private final String image;

  Platform(String label, Vendor vendor, int memoryGb, String image) {
    this.label = label;
    this.vendor = vendor;
    this.memoryGb = memoryGb;
    this.image = image;
  }

  static Optional<Platform> byId(String id) {
    return Arrays.stream(values()).filter(platform -> platform.id().equals(id)).findFirst();
  }

  /** The name in options and configuration, such as {@code mi300x}. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  String label() {
    return label;
  }

  Vendor vendor() {
    return vendor;
  }

  int memoryGb() {
    return memoryGb;
  }

  String image() {
    return image;
  }

  /** Every platform that runs the same image as this one, itself included. */
  List<Platform> family() {
    return Arrays.stream(values()).filter(platform -> platform.image.equals(image)).toList();
  }

  /** Nested, because an enum's constants come before its own static fields. */
  private static final class Images {
    static final String CUDA = "lmsysorg/sglang:dev-pr-18084";
    static final String ROCM_MI30X = "lmsysorg/sglang:v0.5.9-rocm700-mi30x";
    static final String ROCM_MI35X = "lmsysorg/sglang:v0.5.9-rocm700-mi35x";
  }
}
