package io.stepgate.parse;

import io.stepgate.parse.ParseFailure.Kind;
import java.util.ArrayList;
import java.util.List;

/** The choices of a stream, each made when its first frame comes. */
final class ChoiceStreams {
  /** More shapes than this are not compared: reading a frame is then as cheap. */
  private static final int SHAPES = 4;

  private final ChatPlan plan;
  private final List<ChoiceStream> streams = new ArrayList<>(1);
  private ChoiceStream last;

  ChoiceStreams(ChatPlan plan) {
    this.plan = plan;
  }

  /** The choice of this index; one that was not asked for is nonsense. */
  ChoiceStream of(int index) throws ParseFailure {
    for (ChoiceStream stream : streams) {
      if (stream.index == index) {
        last = stream;
        return stream;
      }
    }
    if (index < 0 || index >= plan.choices()) {
      throw new ParseFailure(
          Kind.NOT_JSON, "the backend sent a choice " + index + " that nobody asked for");
    }
    last = new ChoiceStream(index, plan);
    streams.add(last);
    return last;
  }

  /** The choice whose last frame this one equals but for its text, or null. */
  ChoiceStream fitting(byte[] json, int from, int to) {
    if (last == null) {
      return null;
    }
    if (last.shape.fits(json, from, to)) {
      return last;
    }
    if (streams.size() > 1 && streams.size() <= SHAPES) {
      for (ChoiceStream stream : streams) {
        if (stream.shape.fits(json, from, to)) {
          return stream;
        }
      }
    }
    return null;
  }

  List<ChoiceStream> all() {
    return streams;
  }

  boolean any() {
    return !streams.isEmpty();
  }

  boolean allFinished() {
    if (streams.size() < plan.choices()) {
      return false;
    }
    for (ChoiceStream stream : streams) {
      if (!stream.finished()) {
        return false;
      }
    }
    return true;
  }

  /** Whether the gateway took thinking out of any choice's text. */
  boolean splitHere() {
    for (ChoiceStream stream : streams) {
      if (stream.splitHere()) {
        return true;
      }
    }
    return false;
  }
}
