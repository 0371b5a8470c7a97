package io.stepgate.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

/** What a sink was told, joined; fails on anything a sink must never be told. */
final class Transcript implements SegmentSink {
  static final class Call {
    final String name;
    final StringBuilder arguments = new StringBuilder();
    int pieces;
    boolean ended;
    boolean truncated;

    private Call(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return name + arguments + (truncated ? "~" : "") + (ended ? "" : "?");
    }
  }

  final StringBuilder reasoning = new StringBuilder();
  final StringBuilder content = new StringBuilder();
  final List<Call> calls = new ArrayList<>();

  @Override
  public void reasoning(CharSequence text) {
    assertTrue(text.length() > 0, "empty reasoning");
    reasoning.append(text.toString());
  }

  @Override
  public void content(CharSequence text) {
    assertTrue(text.length() > 0, "empty content");
    content.append(text.toString());
  }

  @Override
  public void callStarted(int index, String name) {
    assertEquals(calls.size(), index, "index of a new call");
    assertTrue(calls.isEmpty() || last().ended, "a call inside a call");
    assertFalse(name.isEmpty(), "a call without a name");
    calls.add(new Call(name));
  }

  @Override
  public void callArguments(int index, CharSequence json) {
    assertTrue(json.length() > 0, "empty arguments");
    assertEquals(calls.size() - 1, index);
    assertFalse(last().ended, "arguments after the end");
    last().arguments.append(json.toString());
    last().pieces++;
  }

  @Override
  public void callEnded(int index, boolean truncated) {
    assertEquals(calls.size() - 1, index);
    assertFalse(last().ended, "ended twice");
    last().ended = true;
    last().truncated = truncated;
  }

  Call last() {
    return calls.get(calls.size() - 1);
  }

  @Override
  public String toString() {
    return "reasoning: " + reasoning + "\ncontent: " + content + "\ncalls: " + calls;
  }
}
