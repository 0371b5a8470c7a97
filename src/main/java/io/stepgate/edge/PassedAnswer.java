package io.stepgate.edge;

import io.stepgate.openai.ByteSink;
import io.stepgate.openai.Usage;
import io.stepgate.parse.ParseFailure;
import io.stepgate.parse.StreamTally;

/** A whole answer that is written on without being understood: nothing in it is counted. */
final class PassedAnswer implements Errand.WholeAnswer {
  private final Writing writing;

  /** How the answer is written on. */
  interface Writing {
    void write(byte[] json, ByteSink out) throws ParseFailure;
  }

  PassedAnswer(Writing writing) {
    this.writing = writing;
  }

  @Override
  public void read(byte[] json, ByteSink out) throws ParseFailure {
    writing.write(json, out);
  }

  @Override
  public Usage usage() {
    return Usage.NONE;
  }

  @Override
  public StreamTally tally() {
    return new StreamTally();
  }
}
