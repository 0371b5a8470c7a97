package io.stepgate.parse;

import io.stepgate.parse.MarkerScanner.Found;

/**
 * Reads calls written as tags:
 *
 * <pre>
 * &lt;tool_call&gt;
 * &lt;function=NAME&gt;
 * &lt;parameter=KEY&gt;
 * VALUE
 * &lt;/parameter&gt;
 * &lt;/function&gt;
 * &lt;/tool_call&gt;
 * </pre>
 *
 * <p>Only structure makes a call: a stray tag is text. Also read are calls without a wrapper if
 * their name is declared, doubled wrappers, several functions in one wrapper, and a JSON object in
 * the wrapper. Blanks before a call are dropped, other text around calls is content.
 *
 * <p>Text is held only while a tag or what must follow it is undecided: a tag up to {@value
 * FunctionTags#LONGEST} characters, then it is text; blanks and a JSON object up to {@code maxHeld}
 * characters, then the marker before them is text.
 */
final class FunctionTagToolCallParser implements ToolCallParser {
  private enum Place {
    TEXT,
    BODY,
    AFTER_FUNCTION,
    AFTER_JSON
  }

  private final MarkerScanner text = new MarkerScanner();
  private final DeclaredTools tools;
  private final CallWriter calls;
  private final int maxHeld;
  private final AnswerText answer;
  private final FunctionTags tags;
  private final FunctionBody body;
  private final JsonSpan json = new JsonSpan();
  private Place place = Place.TEXT;
  private boolean stopped;

  FunctionTagToolCallParser(DeclaredTools tools, CallWriter calls, SegmentSink sink, int maxHeld) {
    this.tools = tools;
    this.calls = calls;
    this.maxHeld = maxHeld;
    answer = new AnswerText(sink, maxHeld);
    tags = new FunctionTags(text, tools);
    body = new FunctionBody(text, tags, calls, maxHeld);
  }

  @Override
  public void text(CharSequence more) {
    if (place == Place.TEXT && text.isEmpty() && !MarkerScanner.has(more, '<')) {
      answer.text(more);
      return;
    }
    text.append(more);
    run();
    body.flush();
  }

  @Override
  public void finish(boolean stopped) {
    this.stopped = stopped;
    text.end();
    run();
    if (place == Place.BODY) {
      body.finish(stopped);
      endCall(stopped);
    }
    answer.finish(calls.any());
  }

  @Override
  public void callElsewhere() {
    answer.dropBlanks();
    calls.elsewhere();
  }

  @Override
  public boolean passes() {
    return place == Place.TEXT && text.isEmpty() && answer.passes();
  }

  @Override
  public StreamState state() {
    return calls.state();
  }

  @Override
  public int callCount() {
    return calls.callCount();
  }

  @Override
  public int heldChars() {
    return text.length() + answer.heldChars() + body.heldChars();
  }

  private void run() {
    boolean moved = true;
    while (moved && !text.isEmpty()) {
      moved =
          switch (place) {
            case TEXT -> answer();
            case BODY -> body();
            case AFTER_FUNCTION -> afterFunction();
            case AFTER_JSON -> afterJson();
          };
    }
  }

  private boolean answer() {
    int at = text.indexOf("<", 0);
    if (at == 0) {
      Found tag = tag();
      if (tag == Found.MORE && text.length() <= maxHeld) {
        return false;
      }
      json.reset();
      if (tag == Found.YES) {
        return true;
      }
      at = text.indexOf("<", 1);
    }
    int to = at < 0 ? text.length() : at;
    answer.text(text.slice(0, to));
    text.drop(to);
    return true;
  }

  /** Takes the tag at the start, if it is one. */
  private Found tag() {
    Found wrapper = text.match(FunctionTags.CALL, 0);
    if (wrapper == Found.YES) {
      return wrapped(text.skipBlanks(FunctionTags.CALL.length()));
    }
    Found closer = calls.any() ? text.match(FunctionTags.CALL_END, 0) : Found.NO;
    if (closer == Found.YES) {
      return dropped(FunctionTags.CALL_END.length());
    }
    Found bare = tags.bareFunction(0);
    if (bare == Found.YES) {
      return function(0);
    }
    return wrapper == Found.MORE || closer == Found.MORE ? Found.MORE : bare;
  }

  /** What stands after an opening wrapper, and perhaps blanks, at {@code at}. */
  private Found wrapped(int at) {
    if (at == text.length()) {
      if (!text.ended()) {
        return Found.MORE;
      }
      if (!calls.any()) {
        answer.loneMarker();
      }
      return dropped(at);
    }
    if (text.match(FunctionTags.CALL, at) == Found.YES) {
      return dropped(at);
    }
    if (text.match(FunctionTags.CALL_END, at) == Found.YES) {
      return dropped(at + FunctionTags.CALL_END.length());
    }
    if (text.charAt(at) == '{') {
      return jsonCall(at);
    }
    Found function = function(at);
    return function == Found.NO
        ? text.matchAny(at, FunctionTags.CALL, FunctionTags.CALL_END)
        : function;
  }

  private Found dropped(int length) {
    text.drop(length);
    return Found.YES;
  }

  private Found function(int at) {
    Found function = tags.function(at);
    if (function == Found.YES) {
      answer.dropBlanks();
      startCall();
    } else if (function == Found.NO && cutInTag(at)) {
      text.drop(text.length());
      return Found.YES;
    }
    return function;
  }

  /** A cut inside the opening tag of a call: half a tag is neither a call nor an answer. */
  private boolean cutInTag(int at) {
    return text.ended()
        && !stopped
        && text.closer(at) == text.length()
        && (text.match(FunctionTags.FUNCTION, at) == Found.YES
            || FunctionTags.FUNCTION.startsWith(text.copy(at, Math.min(text.length(), at + 16))));
  }

  private Found jsonCall(int at) {
    return switch (json.scan(text, at)) {
      case MORE -> text.ended() ? Found.NO : Found.MORE;
      case NO -> Found.NO;
      case YES -> {
        JsonCall call = JsonCall.read(text.copy(at, json.end()));
        if (call == null) {
          yield Found.NO;
        }
        answer.dropBlanks();
        call.tell(calls);
        text.drop(json.end());
        place = Place.AFTER_JSON;
        yield Found.YES;
      }
    };
  }

  private void startCall() {
    calls.start(tags.name());
    body.start(tools.parameters(tags.name()));
    text.drop(tags.end());
    place = Place.BODY;
  }

  private boolean body() {
    boolean moved = body.step();
    if (body.closed()) {
      endCall(true);
    }
    return moved;
  }

  private void endCall(boolean complete) {
    body.flush();
    calls.end(!complete);
    place = Place.AFTER_FUNCTION;
  }

  private boolean afterFunction() {
    int at = text.skipBlanks(0);
    Found closer = text.match(FunctionTags.CALL_END, at);
    if (closer == Found.YES) {
      text.drop(at + FunctionTags.CALL_END.length());
      place = Place.TEXT;
      return true;
    }
    Found function = tags.function(at);
    if (function == Found.YES) {
      startCall();
      return true;
    }
    if ((function == Found.MORE || closer == Found.MORE) && text.length() <= maxHeld) {
      return false;
    }
    text.drop(text.match(FunctionTags.FUNCTION, at) == Found.YES ? at : 0);
    place = Place.TEXT;
    return true;
  }

  private boolean afterJson() {
    int at = text.skipBlanks(0);
    Found closer = text.match(FunctionTags.CALL_END, at);
    if (closer == Found.MORE && text.length() <= maxHeld) {
      return false;
    }
    text.drop(closer == Found.YES ? at + FunctionTags.CALL_END.length() : 0);
    place = Place.TEXT;
    return true;
  }
}
