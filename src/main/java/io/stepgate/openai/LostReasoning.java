package io.stepgate.openai;

import io.stepgate.json.FieldNames;
import io.stepgate.json.JsonBytes;
import io.stepgate.json.JsonUnescaper;
import io.stepgate.json.JsonWalker;
import io.stepgate.json.MalformedJson;
import io.stepgate.json.Span;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds turns of the assistant that called tools and came back without their thinking, since many
 * clients drop it, and puts it back where somebody remembers it.
 */
final class LostReasoning {
  private static final FieldNames MESSAGE =
      FieldNames.of("role", "tool_calls", "reasoning_content", "reasoning");
  private static final int ROLE = 0;
  private static final int CALLS = 1;
  private static final int REASONING_CONTENT = 2;
  private static final int REASONING = 3;
  private static final FieldNames CALL = FieldNames.of("id");

  /** Longest id that is looked up, in bytes of the body. */
  private static final int LONGEST_ID = 256;

  private final byte[] body;
  private final Function<String, byte[]> remembered;
  private final BodyPatch patch;
  private final Set<String> used = new HashSet<>();

  /**
   * @param remembered gives the thinking of the turn that made the call of an id, as the inside of
   *     a JSON string; or null
   */
  LostReasoning(byte[] body, Function<String, byte[]> remembered, BodyPatch patch) {
    this.body = body;
    this.remembered = remembered;
    this.patch = patch;
  }

  /** Puts back what is lost in the array of messages at {@code messages}. */
  void putBack(Span messages) throws MalformedJson {
    JsonWalker json = new JsonWalker(body, messages.from(), messages.to());
    json.peek();
    json.enter();
    for (boolean first = true; json.item(first); first = false) {
      if (json.peek() == '{') {
        message(json);
      } else {
        json.value();
      }
    }
  }

  private void message(JsonWalker json) throws MalformedJson {
    Span[] members = new Span[MESSAGE.size()];
    json.enter();
    int open = json.at();
    for (boolean first = true; json.member(first); first = false) {
      int name = MESSAGE.find(body, json.nameFrom(), json.nameTo());
      json.peek();
      int from = json.at();
      json.value();
      if (name != FieldNames.NONE) {
        members[name] = new Span(from, json.at());
      }
    }
    boolean bare = empty(members[REASONING_CONTENT]) && empty(members[REASONING]);
    Span role = members[ROLE];
    if (bare && role != null && JsonBytes.spells(body, role.from(), role.to(), "\"assistant\"")) {
      putBack(open, members[CALLS], members[REASONING_CONTENT]);
    }
  }

  private boolean empty(Span value) {
    return value == null
        || JsonBytes.spells(body, value.from(), value.to(), "null")
        || JsonBytes.spells(body, value.from(), value.to(), "\"\"");
  }

  /**
   * @param open behind the brace that opens the message
   * @param empty the place of a {@code reasoning_content} that says nothing, or null
   */
  private void putBack(int open, Span calls, Span empty) throws MalformedJson {
    String id = calls == null || body[calls.from()] != '[' ? null : firstId(calls);
    byte[] reasoning = id == null || used.contains(id) ? null : remembered.apply(id);
    if (reasoning == null) {
      return;
    }
    // Once each: a body must not grow by naming one id again and again.
    used.add(id);
    if (empty != null) {
      patch.replace(empty, "\"", reasoning, "\"");
    } else {
      patch.replace(new Span(open, open), "\"reasoning_content\":\"", reasoning, "\",");
    }
  }

  private String firstId(Span calls) throws MalformedJson {
    JsonWalker json = new JsonWalker(body, calls.from(), calls.to());
    json.peek();
    json.enter();
    if (!json.item(true) || json.peek() != '{') {
      return null;
    }
    String id = null;
    json.enter();
    for (boolean first = true; json.member(first); first = false) {
      boolean named = CALL.find(body, json.nameFrom(), json.nameTo()) != FieldNames.NONE;
      boolean string = json.peek() == '"';
      int from = json.at();
      json.value();
      if (named && string && json.at() - from <= LONGEST_ID) {
        StringBuilder text = new StringBuilder();
        JsonUnescaper.unescape(body, from + 1, json.at() - 1, text);
        id = text.toString();
      }
    }
    return id;
  }
}
