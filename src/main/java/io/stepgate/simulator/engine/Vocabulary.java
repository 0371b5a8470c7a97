package io.stepgate.simulator.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every token text an id, in the order of first sight, so that what {@code /tokenize} answers
 * can be sent to {@code /detokenize}. Ids mean nothing beyond one simulator. Not thread-safe.
 */
public final class Vocabulary {
  /** The id of {@code <|im_end|>}, which real servers report as the matched stop token. */
  public static final int END_OF_TURN = 128_007;

  private static final int FIRST_SPECIAL = END_OF_TURN - Tokenizer.SPECIAL.indexOf("<|im_end|>");
  private static final int SIZE = 128_000;

  private final Map<String, Integer> ids = new HashMap<>();
  private final List<String> texts = new ArrayList<>();

  /** The id of a token; once the vocabulary is full, new texts share the ids of old ones. */
  public int id(String token) {
    int special = Tokenizer.SPECIAL.indexOf(token);
    if (special >= 0) {
      return FIRST_SPECIAL + special;
    }
    Integer known = ids.get(token);
    if (known != null) {
      return known;
    }
    if (texts.size() == SIZE) {
      return Math.floorMod(token.hashCode(), SIZE);
    }
    texts.add(token);
    ids.put(token, texts.size() - 1);
    return texts.size() - 1;
  }

  /**
   * The text of an id.
   *
   * @throws BadRequest if no token has this id yet
   */
  public String text(int id) {
    int special = id - FIRST_SPECIAL;
    if (special >= 0 && special < Tokenizer.SPECIAL.size()) {
      return Tokenizer.SPECIAL.get(special);
    }
    if (id < 0 || id >= texts.size()) {
      throw new BadRequest("token id " + id + " is not in the vocabulary");
    }
    return texts.get(id);
  }
}
