package io.stepgate.parse;

import io.stepgate.json.ByteSink;
import io.stepgate.json.JsonBytes;
import io.stepgate.json.JsonCursor;
import io.stepgate.json.JsonNumbers;
import io.stepgate.json.MalformedJson;
import io.stepgate.openai.Usage;

/**
 * Reads a usage object and writes it with the details where OpenAI's clients look for them: {@code
 * completion_tokens_details.reasoning_tokens} and {@code prompt_tokens_details.cached_tokens}.
 * SGLang v0.5.18 has {@code reasoning_tokens} at the top level only; it stays there too.
 */
final class UsageReader {
  /** More than this no answer has: a backend that says so is wrong. */
  private static final long MOST = Integer.MAX_VALUE;

  private final JsonCursor members = new JsonCursor();
  private final JsonCursor details = new JsonCursor();
  private Usage usage = Usage.NONE;
  private long prompt = Usage.UNKNOWN;
  private long completion = Usage.UNKNOWN;
  private long reasoning = Usage.UNKNOWN;
  private long cached = Usage.UNKNOWN;
  private boolean completionDetails;
  private int completionDetailsFrom;
  private int completionDetailsTo;

  /** The counts last read. A stream may have some in each frame: the object is made when asked. */
  Usage usage() {
    if (usage == null) {
      usage = new Usage(prompt, completion, reasoning, cached);
    }
    return usage;
  }

  void read(byte[] json, int from, int to) throws MalformedJson {
    prompt = completion = reasoning = cached = Usage.UNKNOWN;
    completionDetails = false;
    completionDetailsFrom = -1;
    object(json, from, to, true);
    usage = null;
  }

  long prompt() {
    return prompt;
  }

  long completion() {
    return completion;
  }

  long cached() {
    return cached;
  }

  private void object(byte[] json, int from, int to, boolean top) throws MalformedJson {
    JsonCursor members = top ? this.members : details;
    members.enter(json, from, to);
    while (members.next()) {
      if (members.named("prompt_tokens")) {
        prompt = number(json, members.from(), members.to());
      } else if (members.named("completion_tokens")) {
        completion = number(json, members.from(), members.to());
      } else if (members.named("reasoning_tokens")) {
        reasoning = number(json, members.from(), members.to());
        completionDetails |= !top;
      } else if (members.named("cached_tokens")) {
        cached = number(json, members.from(), members.to());
      } else if (top && members.first() == '{' && details(members)) {
        object(json, members.from(), members.to(), false);
      }
      if (top && members.named("completion_tokens_details")) {
        completionDetailsFrom = members.from();
        completionDetailsTo = members.to();
      }
    }
  }

  private static boolean details(JsonCursor members) {
    return members.named("completion_tokens_details") || members.named("prompt_tokens_details");
  }

  /** A count of no sign and no fraction that can be; {@link Usage#UNKNOWN} for anything else. */
  static long number(byte[] json, int from, int to) {
    return Math.max(JsonNumbers.count(json, from, to, MOST), Usage.UNKNOWN);
  }

  /**
   * Writes the usage object last read.
   *
   * @param splitHere whether the gateway took the thinking out of the text itself: the backend then
   *     counts no reasoning tokens, and its 0 is no knowledge
   */
  void write(byte[] json, int from, int to, boolean splitHere, ByteSink out) {
    boolean known = reasoning > 0 || reasoning == 0 && !splitHere;
    if (completionDetails || !known) {
      out.write(json, from, to);
      return;
    }
    if (completionDetailsFrom < 0) {
      out.write(json, from, to - 1);
      out.write(to - from > 2 ? "," : "").write("\"completion_tokens_details\":");
      out.write("{\"reasoning_tokens\":").write(Long.toString(reasoning)).write("}}");
      return;
    }
    boolean empty =
        json[completionDetailsFrom] != '{'
            || JsonBytes.skipSpace(json, completionDetailsFrom + 1, completionDetailsTo)
                == completionDetailsTo - 1;
    out.write(json, from, completionDetailsFrom);
    out.write("{\"reasoning_tokens\":").write(Long.toString(reasoning));
    if (empty) {
      out.write('}');
    } else {
      out.write(',').write(json, completionDetailsFrom + 1, completionDetailsTo);
    }
    out.write(json, completionDetailsTo, to);
  }
}
