package io.stepgate.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpertParallelRuleTest {
  @ParameterizedTest
  @CsvSource({
    "h200,   false, 4, 1, false",
    "h200,   false, 4, 4, false",
    "h200,   true,  4, 1, true",
    "h200,   true,  4, 4, false",
    "h200,   true,  8, 4, true",
    "mi300x, false, 4, 1, true",
    "mi325x, false, 4, 2, true",
    "mi350x, true,  4, 1, true",
    "mi355x, false, 4, 8, true",
    "mi355x, false, 4, 4, false",
    "mi355x, false, 1, 1, false",
    ",       false, 4, 1, false",
    ",       true,  4, 1, true"
  })
  void backend_checked_isRefusedOnlyOnAmdOrFp8WithEpOtherThanTp(
      String hardware, boolean fp8, int tp, int ep, boolean wrong) {
    assertEquals(wrong, ExpertParallelRule.violation(hardware, fp8, tp, ep).isPresent());
  }

  @Test
  void amdBackend_refused_isToldBothSizesAndTheSeedsReason() {
    Optional<String> violation = ExpertParallelRule.violation("mi300x", false, 4, 1);

    assertEquals(
        Optional.of(
            "AMD mi300x needs --ep equal to --tp, but ep is 1 and tp is 4. Without EP, the MoE"
                + " intermediate dimension is split across GPUs (N=320), which triggers an AITER CK"
                + " GEMM incompatibility. With EP=4, each GPU handles 72 full experts (N=1280),"
                + " which works correctly with cuda graph enabled."),
        violation);
  }

  @Test
  void fp8Backend_refused_isToldThatThePageGivesNoFurtherReason() {
    Optional<String> violation = ExpertParallelRule.violation("h200", true, 4, 1);

    assertEquals(
        Optional.of(
            "FP8 needs --ep equal to --tp, but ep is 1 and tp is 4. The seed page's generator"
                + " always adds --ep to FP8; it gives no further reason."),
        violation);
  }

  @ParameterizedTest
  @CsvSource({
    "stepfun-ai/Step-3.5-Flash-FP8,         ,             true",
    "stepfun-ai/Step-3.5-Flash-FP8/,        ,             true",
    "/models/fp8/Step-3.5-Flash,            ,             false",
    "stepfun-ai/Step-3.5-Flash,             ,             false",
    "stepfun-ai/Step-3.5-Flash,             fp8,          true",
    "stepfun-ai/Step-3.5-Flash,             w8a8_fp8,     true",
    "stepfun-ai/Step-3.5-Flash,             modelopt_fp8, true",
    "example/Model-W4AFP8,                  w4afp8,       false",
    ",                                      FP8,          true",
    ",                                      ,             false",
    "'',                                    '',           false",
    "/,                                     awq,          false"
  })
  void backendsOwnWords_read_tellWhetherItServesFp8(
      String modelPath, String quantization, boolean fp8) {
    assertEquals(fp8, ExpertParallelRule.servesFp8(modelPath, quantization));
  }

  @Test
  void hardwareNames_listed_areTheSeedsAndOnlyMiOnesAreAmds() {
    List<String> hardware = ExpertParallelRule.hardware();

    assertEquals(List.of("h200", "mi300x", "mi325x", "mi350x", "mi355x"), hardware);
    hardware.forEach(
        name -> assertEquals(name.startsWith("mi"), ExpertParallelRule.isAmd(name), name));
    assertFalse(ExpertParallelRule.isAmd("mi999x"));
    assertFalse(ExpertParallelRule.isAmd(null));
  }
}
