package io.stepgate.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML as Docker and Kubernetes read it, and the schemas that those projects publish. */
final class Yaml {
  private Yaml() {}

  /** One document; anchors and merge keys are worked out, a doubled key is an error. */
  static JsonNode document(String text) {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    return Golden.JSON.valueToTree(
        new org.yaml.snakeyaml.Yaml(new SafeConstructor(strict)).load(text));
  }

  static Schema composeSchema() throws IOException {
    return schema("compose-spec.json");
  }

  static Schema kubernetesSchema() throws IOException {
    return schema("kubernetes-schema.json");
  }

  static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(each -> strings.add(each.textValue()));
    return strings;
  }

  private static Schema schema(String name) throws IOException {
    try (InputStream in = Golden.resource(name)) {
      ObjectNode schema = (ObjectNode) Golden.JSON.readTree(in);
      // Compose's is relative, which the validator refuses; its references are all local anyway.
      schema.remove("$id");
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(schema);
    }
  }
}
