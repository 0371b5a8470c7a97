package io.stepgate.edge;

import io.stepgate.json.ByteSink;
import io.stepgate.openai.Usage;
import io.stepgate.parse.ParseFailure;
import io.stepgate.parse.StreamTally;
import io.stepgate.parse.WholeCounts;

/** A whole answer that is written on as it is; only its token counts are looked at. */
final class PassedAnswer implements Errand.WholeAnswer {
  private final String rid;
  private final Writing writing;
  private WholeCounts told = new WholeCounts(Usage.NONE, new StreamTally());

  /** How the answer is written on. */
  interface Writing {
    void write(byte[] json, ByteSink out) throws ParseFailure;
  }

  /**
   * @param rid the request's own name, which its answer may bear; null where answers have none
   */
  PassedAnswer(String rid, Writing writing) {
    this.rid = rid;
    this.writing = writing;
  }

  @Override
  public void read(byte[] json, ByteSink out) throws ParseFailure {
    writing.write(json, out);
    told = WholeCounts.read(json, rid);
  }

  @Override
  public Usage usage() {
    return told.usage();
  }

  @Override
  public StreamTally tally() {
    return told.tally();
  }
}
