package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExpositionTest {
  @Test
  void theCommaBehindTheLastLabel_isLeftOut() {
    assertEquals(
        "a{b=\"c\",d=\"e\"} 1.0\nf 2.0\n", Exposition.tidy("a{b=\"c\",d=\"e\",} 1.0\nf 2.0\n"));
  }

  @Test
  void whatStandsInALabelOrAHelpText_stays() {
    for (String line :
        new String[] {
          "a{b=\",}\"} 1.0\n",
          "a{b=\"x\\\",}\"} 1.0\n",
          "a{b=\"x\\\\\"} 1.0\n",
          "# HELP a says \",}\nb 1\n",
          "# EOF",
          ""
        }) {
      assertEquals(line, Exposition.tidy(line));
      assertEquals(line, Exposition.tidy(line.replace("\"} ", "\",} ")));
    }
  }
}
