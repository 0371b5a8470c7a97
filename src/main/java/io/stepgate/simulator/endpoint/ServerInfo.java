package io.stepgate.simulator.endpoint;

import io.stepgate.simulator.engine.SimulatedEngine;
import io.stepgate.simulator.engine.SimulatorOptions;
import io.stepgate.simulator.script.ChatCall;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What the server says about itself. */
final class ServerInfo {
  private static final String VERSION = "0.5.18";

  /** The key-value cache of the real deployment, about: only its order of magnitude is used. */
  private static final int MAX_TOTAL_TOKENS = 1_500_000;

  private final SimulatorOptions options;
  private final SimulatedEngine engine;
  private final long started = System.currentTimeMillis() / 1000;

  ServerInfo(SimulatorOptions options, SimulatedEngine engine) {
    this.options = options;
    this.engine = engine;
  }

  JsonObject models() {
    return new JsonObject().put("object", "list").put("data", new JsonArray().add(model()));
  }

  JsonObject model() {
    return new JsonObject()
        .put("id", options.model())
        .put("object", "model")
        .put("created", started)
        .put("owned_by", "sglang")
        .put("root", options.model())
        .putNull("parent")
        .put("max_model_len", ChatCall.CONTEXT_LENGTH);
  }

  JsonObject modelInfo() {
    return new JsonObject()
        .put("model_path", options.model())
        .put("served_model_name", options.model())
        .put("tokenizer_path", options.model())
        .put("is_generation", !options.embedding())
        .putNull("preferred_sampling_params")
        .put("weight_version", "default")
        .put("load_format", "auto")
        .put("reasoning_parser", options.reasoningParser().orElse(null))
        .put("tool_call_parser", options.toolCallParser().orElse(null))
        .put("has_image_understanding", false)
        .put("has_audio_understanding", false)
        .put("model_type", "step3p5")
        .put("architectures", new JsonArray().add("Step3p5ForCausalLM"));
  }

  /** All arguments, the key included, twice: the real server does not hide it either. */
  JsonObject serverInfo(int port) {
    return new JsonObject()
        .put("model_path", options.model())
        .put("served_model_name", options.model())
        .put("tokenizer_path", options.model())
        .put("host", options.host())
        .put("port", port)
        .put("tp_size", options.tp())
        .put("ep_size", options.ep())
        .put("dp_size", 1)
        .put("pp_size", 1)
        .put("context_length", ChatCall.CONTEXT_LENGTH)
        .putNull("quantization")
        .put("dtype", "bfloat16")
        .put("random_seed", options.seed())
        .put("reasoning_parser", options.reasoningParser().orElse(null))
        .put("tool_call_parser", options.toolCallParser().orElse(null))
        .put("stream_interval", options.streamInterval())
        .put("enable_cache_report", options.cacheReport())
        .put("stream_response_default_include_usage", options.defaultUsage())
        .put("api_key", options.apiKey().orElse(null))
        .put("launch_command", launchCommand(port))
        .put("admin_api_key", options.adminApiKey().orElse(null))
        .put("is_embedding", options.embedding())
        .putNull("speculative_algorithm")
        .put("max_total_num_tokens", MAX_TOTAL_TOKENS)
        .put("internal_states", new JsonArray().add(new JsonObject()))
        .put("version", VERSION);
  }

  private String launchCommand(int port) {
    return "sglang serve --model-path "
        + options.model()
        + " --port "
        + port
        + options.apiKey().map(key -> " --api-key " + key).orElse("")
        + options.adminApiKey().map(key -> " --admin-api-key " + key).orElse("");
  }

  JsonObject loads() {
    JsonObject load =
        new JsonObject()
            .put("dp_rank", 0)
            .put("num_running_reqs", engine.active())
            .put("num_waiting_reqs", 0)
            .put("num_waiting_uncached_tokens", 0)
            .put("num_used_tokens", 0)
            .put("max_total_num_tokens", MAX_TOTAL_TOKENS)
            .put("max_running_requests", 1024)
            .put("token_usage", 0.0)
            .put("gen_throughput", 0.0)
            .put("cache_hit_rate", 0.0)
            .put("utilization", 0.0);
    return new JsonObject()
        .put("timestamp", System.currentTimeMillis() / 1000.0)
        .put("version", VERSION)
        .put("accelerator", "simulator")
        .put("loads", new JsonArray().add(load));
  }

  JsonArray load() {
    return new JsonArray()
        .add(
            new JsonObject()
                .put("dp_rank", 0)
                .put("num_reqs", engine.active())
                .put("num_waiting_reqs", 0)
                .put("num_tokens", 0)
                .put("num_pending_tokens", 0)
                .put("ts_tic", System.nanoTime() / 1e9));
  }
}
