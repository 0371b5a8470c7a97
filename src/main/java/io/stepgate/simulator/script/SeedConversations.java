package io.stepgate.simulator.script;

/**
 * The two sample conversations of the seed page, word for word: what its programs print when they
 * run against this server.
 */
final class SeedConversations {
  static final String PERCENT_QUESTION = "15% of 240";
  static final String WEATHER_QUESTION = "weather in Beijing";

  static final String PERCENT_REASONING =
      """
      We are asked: "What is 15% of 240?" We need to solve step by step.

      Step 1: Understand that "15% of 240" means we need to calculate 15 percent of 240. \
      In mathematical terms, it is (15/100) * 240.

      Step 2: Simplify the calculation. We can compute 15% of 240 by first finding 10% of 240 \
      and then 5% of 240, and adding them. Alternatively, we can multiply directly.

      Method 1:
      10% of 240 = 240 * 0.10 = 24.
      5% is half of 10%, so 5% of 240 = 24 / 2 = 12.
      Then 15% = 10% + 5% = 24 + 12 = 36.

      Method 2: Direct multiplication: 15% = 15/100 = 0.15, so 0.15 * 240 = 36.

      We can also compute fractionally: (15/100)*240 = (15*240)/100. 15*240 = 3600, divided by \
      100 gives 36.

      Thus, the answer is 36.

      We'll present the solution step by step.""";

  static final String PERCENT_ANSWER =
      """
      To find 15% of 240, follow these steps:

      1. **Convert the percentage to a decimal**:
         \\( 15\\% = \\frac{15}{100} = 0.15 \\)

      2. **Multiply by the number**:
         \\( 0.15 \\times 240 = 36 \\)

      Alternatively, break it down:
      - \\( 10\\% \\text{ of } 240 = 240 \\times 0.10 = 24 \\)
      - \\( 5\\% \\text{ of } 240 = \\frac{24}{2} = 12 \\) (since 5% is half of 10%)
      - \\( 15\\% = 10\\% + 5\\% = 24 + 12 = 36 \\)

      **Answer:** 36""";

  static final String WEATHER_REASONING =
      "The user is asking for the weather in Beijing. I should use the get_weather function with"
          + " location=\"Beijing\". The unit parameter is optional and the user didn't specify a"
          + " preference, so I'll leave it out (the default should be fine).";

  static final String WEATHER_RESULT_REASONING =
      "The tool returned the weather in Beijing. I can answer the user now.";

  static final String WEATHER_ANSWER = "The weather in Beijing is 22°C and sunny.";

  private SeedConversations() {}
}
