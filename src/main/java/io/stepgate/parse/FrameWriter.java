package io.stepgate.parse;

import io.stepgate.json.ByteSink;
import io.stepgate.json.JsonCursor;
import io.stepgate.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the frames that one frame of the backend becomes: the backend's own bytes with the places
 * replaced that have to change. It reads the places from the readers of its stream.
 */
final class FrameWriter {
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final int CALLS = -1;
  private static final int NOTHING = -2;

  private final ChunkReader chunk;
  private final ChoiceReader choice;
  private final UsageReader usage;
  private final JsonCursor members = new JsonCursor();
  private final Splice splice = new Splice();
  private final ByteSink shape = new ByteSink(512);

  /**
   * What every frame begins with, up to its choices; kept for frames that have no model of their
   * own.
   */
  private byte[] head;

  FrameWriter(ChunkReader chunk, ChoiceReader choice, UsageReader usage) {
    this.chunk = chunk;
    this.choice = choice;
    this.usage = usage;
  }

  /** Writes a frame that has usage and no choice, without the event around it. */
  void usageOnly(byte[] json, int from, int to, boolean splitHere, ByteSink out) {
    splice.clear();
    replaceUsage(json, splitHere);
    splice.apply(json, from, to, out);
  }

  /**
   * Writes one event per piece, then one for the finish reason.
   *
   * @param same whether the choice itself stays as it is
   */
  void write(
      byte[] json,
      int from,
      int to,
      ChoiceStream stream,
      boolean same,
      boolean single,
      boolean splitHere,
      ByteSink out)
      throws MalformedJson {
    if (same && !stream.logprobs.waiting()) {
      splice.clear();
      cutOut(single);
      event(json, from, to, splitHere, out);
      return;
    }
    int pieces = stream.pieces.count();
    boolean first = true;
    int callsAfter = stream.calls.size() > 0 ? stream.callsAfter() : NOTHING;
    for (int piece = 0; piece <= pieces; piece++) {
      if (piece == callsAfter) {
        piece(json, from, to, stream, CALLS, first, single, splitHere, out);
        first = false;
      }
      if (piece < pieces) {
        piece(json, from, to, stream, piece, first, single, splitHere, out);
        first = false;
      }
    }
    if (choice.finishes()) {
      piece(json, from, to, stream, NOTHING, first, single, splitHere, out);
    } else if (first) {
      held(json, from, to, stream, single, splitHere, out);
    }
  }

  /** All of the frame's text is held back: what else it has goes on, or waits. */
  private void held(
      byte[] json,
      int from,
      int to,
      ChoiceStream stream,
      boolean single,
      boolean splitHere,
      ByteSink out)
      throws MalformedJson {
    if (choice.logprobsFrom >= 0) {
      stream.logprobs.hold(json, choice.logprobsFrom, choice.logprobsTo);
      choice.logprobsFrom = -1;
    }
    if (stream.logprobs.full() || hasMore(json)) {
      piece(json, from, to, stream, NOTHING, true, single, splitHere, out);
    }
  }

  private void piece(
      byte[] json,
      int from,
      int to,
      ChoiceStream stream,
      int piece,
      boolean first,
      boolean single,
      boolean splitHere,
      ByteSink out)
      throws MalformedJson {
    splice.clear();
    cutOut(single);
    if (choice.partFrom >= 0) {
      delta(json, stream, piece, first, splice.replace(choice.partFrom, choice.partTo));
    } else if (choice.nullPartFrom >= 0) {
      delta(json, stream, piece, first, splice.replace(choice.nullPartFrom, choice.nullPartTo));
    } else if (piece != NOTHING) {
      ByteSink place = member("delta");
      delta(json, stream, piece, first, place);
      place.write(',');
    }
    logprobs(json, stream, first);
    if (choice.finishes()) {
      ByteSink reason = splice.replace(choice.finishFrom, choice.finishTo);
      if (piece != NOTHING) {
        reason.write("null");
      } else if (choice.stopped(json)) {
        reason.write(stream.hasCalls() ? "\"tool_calls\"" : "\"stop\"");
      } else {
        reason.write(json, choice.finishFrom, choice.finishTo);
      }
    }
    event(json, from, to, splitHere, out);
  }

  private void logprobs(byte[] json, ChoiceStream stream, boolean first) throws MalformedJson {
    if (choice.logprobsFrom < 0) {
      if (first && stream.logprobs.waiting()) {
        waitingLogprobs(json, stream);
      }
    } else if (!first) {
      splice.replace(choice.logprobsFrom, choice.logprobsTo).write("null");
    } else if (stream.logprobs.waiting()) {
      ByteSink out = splice.replace(choice.logprobsFrom, choice.logprobsTo);
      stream.logprobs.write(json, choice.logprobsFrom, choice.logprobsTo, out);
    }
  }

  private void waitingLogprobs(byte[] json, ChoiceStream stream) throws MalformedJson {
    if (choice.nullLogprobsFrom >= 0) {
      stream.logprobs.write(
          json, -1, -1, splice.replace(choice.nullLogprobsFrom, choice.nullLogprobsTo));
    } else {
      ByteSink out = member("logprobs");
      stream.logprobs.write(json, -1, -1, out);
      out.write(',');
    }
  }

  /** Room for a member that the choice lacks, up to its value; a comma must follow that. */
  private ByteSink member(String key) {
    ByteSink out = splice.replace(chunk.choiceFrom + 1, chunk.choiceFrom + 1);
    return out.write('"').write(key).write("\":");
  }

  /** A frame with several choices becomes frames with one each. */
  private void cutOut(boolean single) {
    if (!single) {
      splice.replace(chunk.choicesFrom + 1, chunk.choiceFrom);
      splice.replace(chunk.choiceTo, chunk.choicesTo - 1);
    }
  }

  private void event(byte[] json, int from, int to, boolean splitHere, ByteSink out) {
    if (head == null) {
      head = Arrays.copyOfRange(json, from, chunk.choicesFrom);
    }
    replaceUsage(json, splitHere);
    out.write(DATA);
    splice.apply(json, from, to, out);
    out.write(END);
  }

  private void replaceUsage(byte[] json, boolean splitHere) {
    if (chunk.usageFrom >= 0) {
      ByteSink place = splice.replace(chunk.usageFrom, chunk.usageTo);
      usage.write(json, chunk.usageFrom, chunk.usageTo, splitHere, place);
    }
  }

  private void delta(byte[] json, ChoiceStream stream, int piece, boolean first, ByteSink out)
      throws MalformedJson {
    out.write('{');
    boolean any = first && choice.partFrom >= 0 && others(json, out);
    if (piece != NOTHING) {
      if (any) {
        out.write(',');
      }
      if (piece == CALLS) {
        out.write("\"tool_calls\":").write(stream.calls.array(), 0, stream.calls.size());
      } else {
        stream.pieces.write(piece, out);
      }
    }
    out.write('}');
  }

  /** Copies the delta's members that are not the gateway's own business and say something. */
  private boolean others(byte[] json, ByteSink out) throws MalformedJson {
    boolean any = false;
    members.enter(json, choice.partFrom, choice.partTo);
    while (members.next()) {
      if (!ChoiceReader.ours(members) && !members.is("null")) {
        if (any) {
          out.write(',');
        }
        out.write(json, members.member(), members.to());
        any = true;
      }
    }
    return any;
  }

  private boolean hasMore(byte[] json) throws MalformedJson {
    shape.clear();
    return choice.partFrom >= 0 && others(json, shape);
  }

  /** Learns a frame that had one piece of text, so that the next of its kind needs no reading. */
  void learn(byte[] json, int from, int to, ChoiceStream stream, boolean same)
      throws MalformedJson {
    boolean content = choice.hasContent();
    if (content == choice.hasReasoning()
        || choice.hasCalls()
        || choice.finishes()
        || choice.logprobsFrom >= 0
        || chunk.usageFrom >= 0
        || stream.pieces.count() != 1) {
      return;
    }
    int textFrom = content ? choice.contentFrom + 1 : choice.reasoningFrom + 1;
    int textTo = content ? choice.contentTo - 1 : choice.reasoningTo - 1;
    FrameShape.Channel channel =
        content ? FrameShape.Channel.CONTENT : FrameShape.Channel.REASONING;
    if (same) {
      stream.shape.learn(json, from, to, textFrom, textTo, channel, shape, Splice.NO_MARK);
    } else if (content && stream.pieces.kind(0) == DeltaAssembler.Kind.REASONING) {
      shape.clear();
      int mark = moved(json, from, to);
      stream.shape.learn(json, from, to, textFrom, textTo, channel, shape, mark);
    }
  }

  /** Writes the frame with its content, left empty, under the name of reasoning. */
  private int moved(byte[] json, int from, int to) throws MalformedJson {
    splice.clear();
    ByteSink out = splice.replace(choice.partFrom, choice.partTo);
    out.write('{').write(others(json, out) ? "," : "").write("\"reasoning_content\":\"");
    splice.mark();
    out.write("\"}");
    return splice.apply(json, from, to, shape);
  }

  /** Writes what a choice still held when its stream broke off. */
  void flush(ChoiceStream stream, ByteSink out) throws MalformedJson {
    if (head == null) {
      return;
    }
    int pieces = stream.pieces.count();
    int frames = pieces == 0 && stream.logprobs.waiting() ? 1 : pieces;
    for (int piece = 0; piece < frames; piece++) {
      out.write(DATA).write(head).write("[{\"index\":").write(Integer.toString(stream.index));
      out.write(",\"delta\":{");
      if (piece < pieces) {
        stream.pieces.write(piece, out);
      }
      out.write("},\"logprobs\":");
      if (piece == 0 && stream.logprobs.waiting()) {
        stream.logprobs.write(head, -1, -1, out);
      } else {
        out.write("null");
      }
      out.write(",\"finish_reason\":null}]}").write(END);
    }
  }

  /** Remembers how frames of this stream begin. */
  void remember(byte[] json, int from) {
    if (head == null) {
      head = Arrays.copyOfRange(json, from, chunk.choicesFrom);
    }
  }
}
