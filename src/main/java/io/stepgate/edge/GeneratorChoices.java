package io.stepgate.edge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.stepgate.deploy.BadOption;
import io.stepgate.deploy.Format;
import io.stepgate.deploy.LaunchOptions;
import io.stepgate.json.JacksonFactory;
import io.stepgate.openai.InvalidRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request to the config generator chooses: the options and the format, from the query and
 * from a JSON object alike. Nothing is taken quietly: what is unknown, or given twice, is an error.
 */
final class GeneratorChoices {
  static final String FORMAT = "format";

  private final Map<String, String> given = new LinkedHashMap<>();
  private String twice;

  /**
   * Adds the choices of a query.
   *
   * @param query as it was sent, without its question mark, or null
   */
  void addQuery(String query) throws InvalidRequest {
    QueryParameters.of(query).forEach(this::addAll);
  }

  /** Adds the choices of a JSON object, whose values have to be strings. */
  void addJson(byte[] body) throws InvalidRequest {
    try (JsonParser json = JacksonFactory.parser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw noObject();
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        add(key, value(json, json.nextToken()));
      }
      if (json.nextToken() != null) {
        throw noObject();
      }
    } catch (IOException malformed) {
      throw noObject();
    }
  }

  /** The format that is asked for by name, else {@code otherwise}. */
  Format format(Format otherwise) throws InvalidRequest {
    try {
      return given.containsKey(FORMAT) ? Format.parse(given.get(FORMAT)) : otherwise;
    } catch (BadOption bad) {
      throw new InvalidRequest(bad.param(), bad.getMessage());
    }
  }

  /** The options, those that were not given with their defaults. */
  LaunchOptions options() throws InvalidRequest {
    try {
      Map<String, String> values = new LinkedHashMap<>(given);
      values.remove(FORMAT);
      LaunchOptions options = LaunchOptions.parse(values);
      // Only now is it sure that the key is one of ours and fit to be repeated in a message.
      if (twice != null) {
        throw new InvalidRequest(
            twice, "option \"" + twice + "\" is given more than once; allowed: one value");
      }
      return options;
    } catch (BadOption bad) {
      throw new InvalidRequest(bad.param(), bad.getMessage());
    }
  }

  private void addAll(String key, List<String> values) {
    values.forEach(value -> add(key, value));
  }

  private void add(String key, String value) {
    if (given.containsKey(key)) {
      twice = key;
    } else {
      given.put(key, value);
    }
  }

  /** What is no string becomes a text that no option has, so that the error tells its choices. */
  private static String value(JsonParser json, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      json.skipChildren();
      return token == JsonToken.START_OBJECT ? "{...} (not a string)" : "[...] (not a string)";
    }
    return json.getText() + " (not a string)";
  }

  private static InvalidRequest noObject() {
    return new InvalidRequest(
        null, "the body must be one JSON object, such as {\"hardware\":\"h200\"}");
  }
}
