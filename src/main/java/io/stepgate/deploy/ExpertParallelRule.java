package io.stepgate.deploy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * On AMD, and with FP8 anywhere, the expert-parallel size must be the tensor-parallel size. The
 * generator writes {@code --ep} by this rule, and the fleet checks running backends by it.
 *
 * <p>Source: the seed page. Its {@code generateCommand} adds {@code --ep} with the value of {@code
 * --tp} if the platform is AMD's or the quantization is FP8, and its §3.2 gives the reason for AMD
 * ({@link #AMD_REASON}). For FP8 on NVIDIA the page gives no reason, so none is invented here.
 *
 * <p>Callers in other rooms know hardware by name and a model by what its server says, so the
 * public methods take those words.
 */
public final class ExpertParallelRule {
  static final String AMD_REASON =
      "Without EP, the MoE intermediate dimension is split across GPUs (N=320), which triggers an"
          + " AITER CK GEMM incompatibility. With EP=4, each GPU handles 72 full experts (N=1280),"
          + " which works correctly with cuda graph enabled.";
  static final String FP8_REASON =
      "The seed page's generator always adds --ep to FP8; it gives no further reason.";

  /** FP8 as a word of its own: {@code w4afp8} has 4-bit weights and is something else. */
  private static final Pattern FP8 = Pattern.compile("(?:^|[^a-z0-9])fp8(?:$|[^a-z0-9])");

  private ExpertParallelRule() {}

  /** The hardware names that configuration may use, in the order of the generator. */
  public static List<String> hardware() {
    return Arrays.stream(Platform.values()).map(Platform::id).toList();
  }

  /**
   * Whether this hardware is AMD's.
   *
   * @param hardware one of {@link #hardware()}; anything else, {@code null} included, is not AMD's
   */
  public static boolean isAmd(String hardware) {
    return Platform.byId(hardware).map(known -> known.vendor() == Vendor.AMD).orElse(false);
  }

  /**
   * Whether a backend serves FP8 weights, by what it says about itself.
   *
   * @param modelPath SGLang's {@code model_path}, such as {@code stepfun-ai/Step-3.5-Flash-FP8}, or
   *     {@code null} if not known
   * @param quantization SGLang's {@code quantization}, such as {@code fp8} or {@code modelopt_fp8},
   *     or {@code null}
   */
  public static boolean servesFp8(String modelPath, String quantization) {
    return saysFp8(quantization) || saysFp8(lastWordOf(modelPath));
  }

  /** Whether the rule binds a backend: its hardware is AMD's, or it serves FP8. */
  public static boolean applies(String hardware, boolean fp8) {
    return fp8 || isAmd(hardware);
  }

  /**
   * What is wrong with a backend, or nothing.
   *
   * @param hardware one of {@link #hardware()}, or {@code null} if not configured
   * @param fp8 whether it serves FP8 weights
   * @param tp its tensor-parallel size, SGLang's {@code tp_size}
   * @param ep its expert-parallel size, SGLang's {@code ep_size}
   * @return one line with both sizes and the reason, for a log or an error
   */
  public static Optional<String> violation(String hardware, boolean fp8, int tp, int ep) {
    if (ep == tp || !applies(hardware, fp8)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s needs --ep equal to --tp, but ep is %d and tp is %d. %s"
            .formatted(subject(hardware, fp8), ep, tp, reason(hardware)));
  }

  static boolean applies(Platform platform, Quantization quantization) {
    return applies(platform.id(), quantization == Quantization.FP8);
  }

  /** The reason for a choice the rule binds; AMD's comes first, as it explains both. */
  static String reason(String hardware) {
    return isAmd(hardware) ? AMD_REASON : FP8_REASON;
  }

  private static String subject(String hardware, boolean fp8) {
    if (!isAmd(hardware)) {
      return "FP8";
    }
    return fp8 ? "FP8 on AMD " + hardware : "AMD " + hardware;
  }

  private static boolean saysFp8(String words) {
    return words != null && FP8.matcher(words.toLowerCase(Locale.ROOT)).find();
  }

  /** Only the model's own name counts: a folder above it may be called anything. */
  private static String lastWordOf(String path) {
    if (path == null) {
      return null;
    }
    String trimmed = path.replaceAll("/+$", "");
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }
}
