package io.stepgate.simulator.wire;

import io.stepgate.simulator.engine.PythonJson;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Made-up log probabilities: every token a little less sure than the last, never below -1. */
final class SimulatedLogprobs {
  private SimulatedLogprobs() {}

  /**
   * The {@code logprobs} object of a choice.
   *
   * @param first how many tokens of the choice came before these
   */
  static String json(List<String> tokens, int first) {
    StringBuilder out = new StringBuilder("{\"content\":[");
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      PythonJson.quote(out.append(i == 0 ? "{\"token\":" : ",{\"token\":"), token);
      out.append(",\"bytes\":[");
      String gap = "";
      for (byte octet : token.getBytes(StandardCharsets.UTF_8)) {
        out.append(gap).append(octet & 0xff);
        gap = ",";
      }
      out.append("],\"logprob\":").append(-((first + i) % 100 + 1) / 100.0);
      out.append(",\"top_logprobs\":[]}");
    }
    return out.append("]}").toString();
  }
}
