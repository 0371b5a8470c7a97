package io.stepgate.simulator.script;

import io.stepgate.simulator.engine.SplitMix64;
import io.stepgate.simulator.engine.Tokenizer;
import java.util.List;

/** Sentences that mean nothing, the same for the same key, as many as are wanted. */
final class PseudoText {
  private static final List<String> THOUGHTS =
      List.of(
          "The user asked something, and I am only a simulator.",
          "There is no model behind me, so I cannot know the answer.",
          "A short and honest reply will do.",
          "I should say what I am before anything else.",
          "Let me think about the shape of the answer instead of its content.",
          "Nothing in the prompt matches a script that I know.");

  private static final List<String> SENTENCES =
      List.of(
          "The tokens that you read have the pace of a real server, not its wisdom.",
          "Every prompt gets the same words each time, which makes tests repeatable.",
          "Ask for 15% of 240 or for the weather in Beijing to see a scripted reply.",
          "A gateway in front of me can be measured without a single GPU.",
          "Streams may stall, break or end early here, but only when asked to.",
          "Latency grows with the number of requests, as it does on real hardware.",
          "If this text reaches you whole and in order, the relay works.",
          "Nothing of this answer should be taken as advice.");

  private PseudoText() {}

  static String thoughts(long key, int count) {
    return sentences(THOUGHTS, key, count);
  }

  static String answer(long key, int count) {
    return "This is a simulator of Step-3.5-Flash. " + sentences(SENTENCES, key, count);
  }

  /** Text of at least {@code tokens} tokens. */
  static String longAnswer(long key, int tokens) {
    int perRound = Tokenizer.count(sentences(SENTENCES, key, SENTENCES.size()));
    return answer(key, (tokens / perRound + 1) * SENTENCES.size());
  }

  private static String sentences(List<String> choice, long key, int count) {
    StringBuilder text = new StringBuilder();
    int first = (int) Math.floorMod(SplitMix64.mix(key), (long) choice.size());
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(choice.get((first + i) % choice.size()));
    }
    return text.toString();
  }
}
