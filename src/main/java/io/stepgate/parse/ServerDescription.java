package io.stepgate.parse;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.stepgate.json.ByteSink;
import io.stepgate.json.JacksonFactory;
import io.stepgate.parse.ParseFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * A backend's description of itself, {@code /server_info} or {@code /model_info}. Only members that
 * are listed here are told, and only in the shape they have: SGLang lists its keys under their
 * names, since 0.5.20 inside of its command line too, and the next release may have a third place.
 */
public final class ServerDescription {
  private static final int LONGEST_TEXT = 512;

  /** What may be told of one kind of object: members by what their value is. */
  private record Shape(Set<String> texts, Set<String> numbers, Map<String, Shape> objects) {}

  private static final Shape MEMORY =
      new Shape(Set.of(), Set.of("weight", "kvcache", "token_capacity", "graph"), Map.of());

  /** Of paths only those of the model and its tokenizer: clients load the tokenizer by it. */
  private static final Set<String> TEXTS =
      Set.of(
          "model_path",
          "tokenizer_path",
          "served_model_name",
          "model_type",
          "architectures",
          "weight_version",
          "load_format",
          "tokenizer_mode",
          "dtype",
          "quantization",
          "kv_cache_dtype",
          "reasoning_parser",
          "tool_call_parser",
          "attention_backend",
          "sampling_backend",
          "grammar_backend",
          "moe_a2a_backend",
          "moe_runner_backend",
          "speculative_algorithm",
          "disaggregation_mode",
          "schedule_policy",
          "sampling_defaults",
          "device",
          "status",
          "version");

  /** Numbers, and what is true or false. */
  private static final Set<String> NUMBERS =
      Set.of(
          "tp_size",
          "ep_size",
          "dp_size",
          "pp_size",
          "nnodes",
          "context_length",
          "is_embedding",
          "is_generation",
          "has_image_understanding",
          "has_audio_understanding",
          "max_running_requests",
          "effective_max_running_requests_per_dp",
          "max_queued_requests",
          "max_total_tokens",
          "max_total_num_tokens",
          "max_req_input_len",
          "max_prefill_tokens",
          "chunked_prefill_size",
          "mem_fraction_static",
          "page_size",
          "random_seed",
          "stream_interval",
          "incremental_streaming_output",
          "stream_response_default_include_usage",
          "enable_cache_report",
          "enable_metrics",
          "enable_dp_attention",
          "enable_multi_layer_eagle",
          "enable_strict_thinking",
          "disable_radix_cache",
          "disable_cuda_graph",
          "cuda_graph_max_bs",
          "speculative_num_steps",
          "speculative_eagle_topk",
          "speculative_num_draft_tokens",
          "skip_tokenizer_init",
          "startup_time",
          "last_gen_throughput",
          "avg_spec_accept_length");

  /** A state repeats the arguments beside its figures. */
  private static final Shape STATE = new Shape(TEXTS, NUMBERS, Map.of("memory_usage", MEMORY));

  private static final Shape SERVER =
      new Shape(TEXTS, NUMBERS, Map.of("internal_states", STATE, "memory_usage", MEMORY));

  private ServerDescription() {}

  /** Writes what may be told of it. */
  public static void told(byte[] json, ByteSink out) throws ParseFailure {
    ByteArrayOutputStream told = new ByteArrayOutputStream(1024);
    try (JsonParser in = JacksonFactory.parser(json);
        JsonGenerator copy = JacksonFactory.generator(told)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw notJson();
      }
      object(in, copy, SERVER);
      if (in.nextToken() != null) {
        throw notJson();
      }
    } catch (IOException notJson) {
      throw notJson();
    }
    out.write(told.toByteArray());
  }

  private static ParseFailure notJson() {
    return new ParseFailure(Kind.NOT_JSON, "the backend's description is no JSON object");
  }

  private static void object(JsonParser in, JsonGenerator copy, Shape shape) throws IOException {
    copy.writeStartObject();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      Shape inner = shape.objects().get(name);
      if (shape.texts().contains(name) && (isText(in, value) || value == JsonToken.VALUE_NULL)
          || shape.numbers().contains(name) && isNumber(value)) {
        copy.writeFieldName(name);
        copy.copyCurrentEventExact(in);
      } else if (shape.texts().contains(name) && value == JsonToken.START_ARRAY) {
        copy.writeFieldName(name);
        texts(in, copy);
      } else if (inner != null && value.isStructStart()) {
        copy.writeFieldName(name);
        objects(in, copy, inner);
      } else {
        in.skipChildren();
      }
    }
    copy.writeEndObject();
  }

  /** An object, or a list of objects. */
  private static void objects(JsonParser in, JsonGenerator copy, Shape shape) throws IOException {
    if (in.currentToken() == JsonToken.START_OBJECT) {
      object(in, copy, shape);
      return;
    }
    copy.writeStartArray();
    for (JsonToken item = in.nextToken(); item != JsonToken.END_ARRAY; item = in.nextToken()) {
      if (item == JsonToken.START_OBJECT) {
        object(in, copy, shape);
      } else {
        in.skipChildren();
      }
    }
    copy.writeEndArray();
  }

  private static void texts(JsonParser in, JsonGenerator copy) throws IOException {
    copy.writeStartArray();
    for (JsonToken item = in.nextToken(); item != JsonToken.END_ARRAY; item = in.nextToken()) {
      if (isText(in, item)) {
        copy.copyCurrentEventExact(in);
      } else {
        in.skipChildren();
      }
    }
    copy.writeEndArray();
  }

  private static boolean isText(JsonParser in, JsonToken value) throws IOException {
    return value == JsonToken.VALUE_STRING && in.getTextLength() <= LONGEST_TEXT;
  }

  private static boolean isNumber(JsonToken value) {
    return value.isNumeric() || value.isBoolean() || value == JsonToken.VALUE_NULL;
  }
}
