package io.stepgate.parse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.stepgate.json.JacksonFactory;
import io.stepgate.parse.MarkerScanner.Found;
import java.io.IOException;

/**
 * Reads calls written as a JSON array, or one object, of {@code {"name": …, "parameters": {…}}}:
 * what a backend's grammar makes of a required or named tool. An answer that does not begin like
 * that goes to another parser, and so does the text after the calls.
 *
 * <p>In the usual order, name first, arguments go out as they come, unchanged. An object in another
 * order is held until it is complete; if it is then no call, or longer than {@code maxHeld}
 * characters, it is text. An object that is cut off before its arguments began is dropped, like
 * half a tag.
 */
final class JsonToolCallParser implements ToolCallParser {
  private enum Place {
    START,
    /** Behind the array's bracket. */
    OPENED,
    /** Behind a comma between two calls. */
    COMMA,
    OBJECT,
    ARGUMENTS,
    TAIL,
    AFTER,
    REST
  }

  private final MarkerScanner text = new MarkerScanner();
  private final JsonSpan span = new JsonSpan();
  private final CallWriter calls;
  private final ToolCallParser rest;
  private final int maxHeld;
  private Place place = Place.START;
  private boolean array;
  private boolean whole;
  private int from;
  private int at;

  /**
   * @param rest takes what is not JSON, and tells the same {@code calls}
   */
  JsonToolCallParser(CallWriter calls, ToolCallParser rest, int maxHeld) {
    this.calls = calls;
    this.rest = rest;
    this.maxHeld = maxHeld;
  }

  @Override
  public void text(CharSequence more) {
    if (place == Place.REST) {
      rest.text(more);
      return;
    }
    text.append(more);
    run();
    if (text.length() > maxHeld) {
      place = Place.REST;
      run();
    }
  }

  @Override
  public void finish(boolean stopped) {
    text.end();
    boolean between = place == Place.AFTER || place == Place.COMMA;
    boolean half = between || (!stopped && place != Place.REST);
    if (place == Place.ARGUMENTS) {
      calls.end(true);
    } else if (!text.isEmpty() && !half) {
      place = Place.REST;
      run();
    }
    text.drop(text.length());
    rest.finish(stopped);
  }

  @Override
  public void callElsewhere() {
    rest.callElsewhere();
  }

  @Override
  public boolean passes() {
    return place == Place.REST && rest.passes();
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
    return text.length() + rest.heldChars();
  }

  private void run() {
    boolean moved = true;
    while (moved && !text.isEmpty()) {
      moved =
          switch (place) {
            case START -> start();
            case OPENED, COMMA -> objectAt(text.skipBlanks(from));
            case OBJECT -> object();
            case ARGUMENTS -> arguments();
            case TAIL -> tail();
            case AFTER -> after();
            case REST -> rest();
          };
    }
  }

  private boolean start() {
    int first = text.skipBlanks(0);
    array = text.match("[", first) == Found.YES;
    return array ? next(Place.OPENED, first + 1) : objectAt(first);
  }

  /** Goes on behind a character: blanks in front of it and behind it are never skipped together. */
  private boolean next(Place there, int behind) {
    place = there;
    from = behind;
    return true;
  }

  private boolean objectAt(int there) {
    Found opens = text.match("{", there);
    if (opens == Found.MORE) {
      return false;
    }
    place = opens == Found.YES ? Place.OBJECT : Place.REST;
    from = there;
    at = there;
    whole = false;
    span.reset();
    return true;
  }

  private boolean object() {
    while (at < text.length()) {
      int depth = span.depth();
      if (!span.step(text.charAt(at++))) {
        place = Place.REST;
        return true;
      }
      if (span.depth() == 0) {
        return wholeCall();
      }
      if (depth == 1 && span.depth() == 2 && !whole) {
        String name = nameBeforeArguments(text.copy(from, at));
        whole = name == null;
        if (!whole) {
          calls.start(name);
          text.drop(at - 1);
          at = 1;
          place = Place.ARGUMENTS;
          return true;
        }
      }
    }
    return false;
  }

  private boolean wholeCall() {
    JsonCall call = JsonCall.read(text.copy(from, at));
    if (call == null) {
      place = Place.REST;
    } else {
      call.tell(calls);
      text.drop(at);
      place = Place.AFTER;
    }
    return true;
  }

  /** The name in {@code {"name": "…", "parameters": {}, or null if it does not read like that. */
  private static String nameBeforeArguments(String head) {
    try (JsonParser parser = JacksonFactory.parser(head)) {
      parser.nextToken();
      boolean named = "name".equals(parser.nextFieldName());
      String name = named ? parser.nextTextValue() : null;
      String field = name == null || name.isEmpty() ? null : parser.nextFieldName();
      boolean arguments = "parameters".equals(field) || "arguments".equals(field);
      return arguments && parser.nextToken() == JsonToken.START_OBJECT ? name : null;
    } catch (IOException notJson) {
      // Not an error here: the object is read as a whole when it is complete, or turns out as text.
      return null;
    }
  }

  private boolean arguments() {
    while (at < text.length() && span.depth() > 1) {
      // What is no JSON stays so: the client sees what the model wrote.
      span.step(text.charAt(at++));
    }
    calls.arguments(text.slice(0, at));
    text.drop(at);
    at = 0;
    if (span.depth() == 1) {
      calls.end(false);
      place = Place.TAIL;
    }
    return true;
  }

  /** Members after the arguments mean nothing to a client. */
  private boolean tail() {
    boolean json = true;
    while (json && span.depth() > 0 && at < text.length()) {
      json = span.step(text.charAt(at));
      at += json ? 1 : 0;
    }
    text.drop(at);
    at = 0;
    if (!json || span.depth() == 0) {
      place = json ? Place.AFTER : Place.REST;
    }
    return true;
  }

  private boolean after() {
    int next = text.skipBlanks(0);
    if (array && next == text.length()) {
      return false;
    }
    if (array && text.charAt(next) == ',') {
      return next(Place.COMMA, next + 1);
    }
    text.drop(array && text.charAt(next) == ']' ? next + 1 : 0);
    place = Place.REST;
    return true;
  }

  private boolean rest() {
    rest.text(text.slice(0, text.length()));
    text.drop(text.length());
    return true;
  }
}
