package io.stepgate.edge;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** {@code stepgate.parse}. The room itself imports no framework, so its door reads its keys. */
@ConfigMapping(prefix = "stepgate.parse")
public interface ParseConfig {
  /** {@code auto} goes by the model's id; else {@code none} or a parser's name. */
  @WithDefault("auto")
  String reasoningParser();

  @WithDefault("auto")
  String toolCallParser();

  /**
   * {@code off}, or bytes in which the thinking of turns that called tools is remembered, for
   * clients that do not send it back.
   */
  @WithDefault("off")
  String rememberReasoning();

  /** Characters that one undecided place of a choice may hold back. */
  @WithDefault("1M")
  MemorySize maxHeld();

  /** Bytes that one frame of a backend's stream may have. */
  @WithDefault("4M")
  MemorySize maxFrame();

  /** Bytes that a backend's whole answer may have. */
  @WithDefault("64M")
  MemorySize maxAnswer();
}
