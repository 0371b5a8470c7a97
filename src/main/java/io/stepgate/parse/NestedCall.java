package io.stepgate.parse;

import io.stepgate.parse.MarkerScanner.Found;
import java.util.function.IntFunction;

/**
 * The look-ahead for a call that is written inside a parameter's value. Answers are remembered by
 * place in the whole text: many calls in a row may ask about the same end.
 */
final class NestedCall {
  private final MarkerScanner text;
  // The first closing tag at or after every place asked about so far, and where none is before.
  private long closingTag = -1;
  private long noneBefore;
  // Whether the value goes on after that end, and how far that was looked into.
  private long end = -1;
  private long lookedTo;
  private Found goesOn = Found.MORE;

  NestedCall(MarkerScanner text) {
    this.text = text;
  }

  /** Where the call that begins there ends, or -1 if its closing tag has not come. */
  int endOfCall(int at) {
    if (closingTag < text.placeOf(at)) {
      int from = Math.max(at, text.atPlace(noneBefore));
      int found = text.indexOf(FunctionTags.CALL_END, from);
      if (found < 0) {
        int open = text.length() - FunctionTags.CALL_END.length() + 1;
        noneBefore = text.placeOf(Math.max(from, open));
        return -1;
      }
      closingTag = text.placeOf(found);
    }
    return text.atPlace(closingTag) + FunctionTags.CALL_END.length();
  }

  /**
   * Whether, from a nested call's end on, a parameter's closing tag ends a value before any new
   * call.
   *
   * @param endsHere whether what follows a closing tag, at that place, lets it end a value
   */
  Found valueGoesOn(int from, IntFunction<Found> endsHere) {
    if (end != text.placeOf(from)) {
      end = text.placeOf(from);
      lookedTo = end;
      goesOn = Found.MORE;
    }
    while (goesOn == Found.MORE) {
      int tag = text.indexOf("<", text.atPlace(lookedTo));
      if (tag < 0) {
        lookedTo = text.placeOf(text.length());
        goesOn = text.ended() ? Found.NO : Found.MORE;
        return goesOn;
      }
      lookedTo = text.placeOf(tag);
      Found call = text.match(FunctionTags.CALL, tag);
      Found closing = text.match(FunctionTags.PARAMETER_END, tag);
      if (closing == Found.YES) {
        closing = endsHere.apply(tag + FunctionTags.PARAMETER_END.length());
      }
      if (call == Found.MORE || closing == Found.MORE) {
        return Found.MORE;
      }
      if (call == Found.YES || closing == Found.YES) {
        goesOn = closing;
      } else {
        lookedTo++;
      }
    }
    return goesOn;
  }
}
