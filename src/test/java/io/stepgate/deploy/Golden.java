package io.stepgate.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** What the seed page's own JavaScript answers; the file's head says how it was made. */
final class Golden {
  static final ObjectMapper JSON = new ObjectMapper();

  private Golden() {}

  record Row(Map<String, String> values, String command) {
    LaunchOptions options() throws BadOption {
      return LaunchOptions.parse(values);
    }

    boolean chose(String option, String id) {
      return id.equals(values.get(option));
    }

    @Override
    public String toString() {
      return String.join(" ", values.values());
    }
  }

  static List<Row> commands() throws IOException {
    return StreamSupport.stream(file().get("commands").spliterator(), false)
        .map(row -> new Row(strings(row.get("values")), row.get("command").textValue()))
        .toList();
  }

  static JsonNode options() throws IOException {
    return file().get("options");
  }

  static InputStream resource(String name) {
    return Objects.requireNonNull(Golden.class.getResourceAsStream("/deploy/" + name), name);
  }

  private static JsonNode file() throws IOException {
    try (InputStream in = resource("step35-commands.json")) {
      return JSON.readTree(in);
    }
  }

  private static Map<String, String> strings(JsonNode object) {
    Map<String, String> strings = new LinkedHashMap<>();
    object.properties().forEach(each -> strings.put(each.getKey(), each.getValue().textValue()));
    return strings;
  }
}
