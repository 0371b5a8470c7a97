package io.stepgate.simulator.engine;

import java.util.List;
import java.util.Optional;

/**
 * What a simulated server was started with; the names follow SGLang's flags.
 *
 * @param port 0 for any free one
 * @param reasoningParser one of {@link #REASONING_PARSERS}; empty: thinking stays in the text
 * @param toolCallParser one of {@link #TOOL_CALL_PARSERS}; empty: calls stay XML in the text
 * @param apiKey when set, every path but the health checks needs it as a bearer token
 * @param adminApiKey when set, aborts and flushes need it, and the other key is none for them
 * @param seed varies the pseudo-answers
 * @param streamInterval tokens per frame
 * @param cacheReport whether usage names the cached tokens
 * @param defaultUsage whether every stream ends in a usage frame, asked for or not
 * @param embedding whether this is a server of embeddings, which does not generate
 */
public record SimulatorOptions(
    String host,
    int port,
    String model,
    Optional<String> reasoningParser,
    Optional<String> toolCallParser,
    int tp,
    int ep,
    TimingProfile profile,
    Optional<String> apiKey,
    Optional<String> adminApiKey,
    long seed,
    int streamInterval,
    boolean cacheReport,
    boolean defaultUsage,
    boolean embedding) {

  /** The names under which SGLang selects the reasoning parser that is imitated here. */
  public static final List<String> REASONING_PARSERS = List.of("step3p5", "step3", "deepseek-r1");

  /** The names under which SGLang selects the tool-call parser that is imitated here. */
  public static final List<String> TOOL_CALL_PARSERS = List.of("step3p5", "qwen3_coder");

  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 30_000;
  public static final String DEFAULT_MODEL = "stepfun-ai/Step-3.5-Flash";
  public static final int DEFAULT_PARALLEL = 4;
  static final int MAX_PARALLEL = 1024;

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException naming the option, its value and what is allowed
   */
  public SimulatorOptions {
    require(!host.isBlank(), "--host", host, "a host name or address");
    require(port >= 0 && port <= 65_535, "--port", port, "0 to 65535");
    require(!model.isBlank(), "--model", model, "a model id");
    known("--reasoning-parser", reasoningParser, REASONING_PARSERS);
    known("--tool-call-parser", toolCallParser, TOOL_CALL_PARSERS);
    require(tp >= 1 && tp <= MAX_PARALLEL, "--tp", tp, "1 to " + MAX_PARALLEL);
    require(ep >= 1 && ep <= MAX_PARALLEL, "--ep", ep, "1 to " + MAX_PARALLEL);
    notBlank("--api-key", apiKey);
    notBlank("--admin-api-key", adminApiKey);
    require(
        streamInterval >= 1 && streamInterval <= MAX_PARALLEL,
        "--stream-interval",
        streamInterval,
        "1 to " + MAX_PARALLEL);
  }

  /** Options of a server on port 30000 with the pace of four H200 and no parsers. */
  public static Builder builder() {
    return new Builder();
  }

  /** Leaves the key out, so that it can reach no log. */
  @Override
  public String toString() {
    return "SimulatorOptions[" + model + " on " + host + ":" + port + "]";
  }

  private static void known(String option, Optional<String> name, List<String> names) {
    name.ifPresent(
        given -> require(names.contains(given), option, given, String.join(", ", names)));
  }

  private static void notBlank(String option, Optional<String> key) {
    require(key.map(text -> !text.isBlank()).orElse(true), option, "''", "not blank");
  }

  private static void require(boolean holds, String option, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(option + " " + value + ": allowed is " + allowed);
    }
  }

  /** Collects options one by one; what is not set keeps SGLang's or the seed page's value. */
  public static final class Builder {
    private String host = DEFAULT_HOST;
    private int port = DEFAULT_PORT;
    private String model = DEFAULT_MODEL;
    private Optional<String> reasoningParser = Optional.empty();
    private Optional<String> toolCallParser = Optional.empty();
    private int tp = DEFAULT_PARALLEL;
    private int ep = DEFAULT_PARALLEL;
    private TimingProfile profile = TimingProfile.H200;
    private Optional<String> apiKey = Optional.empty();
    private Optional<String> adminApiKey = Optional.empty();
    private long seed;
    private int streamInterval = 1;
    private boolean cacheReport;
    private boolean defaultUsage;
    private boolean embedding;

    private Builder() {}

    public Builder host(String host) {
      this.host = host;
      return this;
    }

    public Builder port(int port) {
      this.port = port;
      return this;
    }

    public Builder model(String model) {
      this.model = model;
      return this;
    }

    public Builder reasoningParser(Optional<String> name) {
      this.reasoningParser = name;
      return this;
    }

    public Builder toolCallParser(Optional<String> name) {
      this.toolCallParser = name;
      return this;
    }

    /** Both parsers, as the seed page starts the server for tool calling. */
    public Builder bothParsers() {
      return reasoningParser(Optional.of("step3p5")).toolCallParser(Optional.of("step3p5"));
    }

    public Builder tp(int tp) {
      this.tp = tp;
      return this;
    }

    public Builder ep(int ep) {
      this.ep = ep;
      return this;
    }

    public Builder profile(TimingProfile profile) {
      this.profile = profile;
      return this;
    }

    public Builder apiKey(Optional<String> key) {
      this.apiKey = key;
      return this;
    }

    public Builder adminApiKey(Optional<String> key) {
      this.adminApiKey = key;
      return this;
    }

    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    public Builder streamInterval(int tokens) {
      this.streamInterval = tokens;
      return this;
    }

    public Builder cacheReport(boolean on) {
      this.cacheReport = on;
      return this;
    }

    public Builder defaultUsage(boolean on) {
      this.defaultUsage = on;
      return this;
    }

    public Builder embedding(boolean on) {
      this.embedding = on;
      return this;
    }

    /**
     * The checked options.
     *
     * @throws IllegalArgumentException naming the option, its value and what is allowed
     */
    public SimulatorOptions build() {
      return new SimulatorOptions(
          host,
          port,
          model,
          reasoningParser,
          toolCallParser,
          tp,
          ep,
          profile,
          apiKey,
          adminApiKey,
          seed,
          streamInterval,
          cacheReport,
          defaultUsage,
          embedding);
    }
  }
}
