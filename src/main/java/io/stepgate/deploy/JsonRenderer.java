package io.stepgate.deploy;

import io.stepgate.json.JsonEscaper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan, and the option groups, as the JSON that the contract fixes: names and order of keys. */
final class JsonRenderer {
  private JsonRenderer() {}

  /**
   * {@code {"values","command","argv","docker":{"image","pull","run"},"notes":[{"id","text"}]}}.
   */
  static String render(Map<String, String> values, LaunchPlan plan) {
    List<String> docker =
        List.of(
            text("image", plan.image()),
            text("pull", DockerRenderer.pull(plan)),
            text("run", DockerRenderer.run(plan)));
    return object(
        List.of(
            member("values", values(values)),
            text("command", ShellRenderer.render(plan.argv())),
            member("argv", array(plan.argv().stream().map(JsonEscaper::quoteAscii).toList())),
            member("docker", object(docker)),
            member("notes", array(plan.notes().stream().map(JsonRenderer::note).toList()))));
  }

  /** {@code [{"name","title","items":[{"id","label","subtitle"?,"default"}]}]}. */
  static String options(List<OptionGroups.Group> groups) {
    return array(groups.stream().map(JsonRenderer::group).toList());
  }

  private static String group(OptionGroups.Group group) {
    List<String> items =
        group.items().stream().map(item -> item(item, item.equals(group.defaultItem()))).toList();
    return object(
        List.of(
            text("name", group.name()),
            text("title", group.title()),
            member("items", array(items))));
  }

  private static String item(OptionGroups.Item item, boolean isDefault) {
    List<String> members = new ArrayList<>();
    members.add(text("id", item.id()));
    members.add(text("label", item.label()));
    item.subtitle().ifPresent(subtitle -> members.add(text("subtitle", subtitle)));
    members.add(member("default", Boolean.toString(isDefault)));
    return object(members);
  }

  private static String note(Note note) {
    return object(List.of(text("id", note.id()), text("text", note.text())));
  }

  private static String values(Map<String, String> values) {
    return object(
        values.entrySet().stream().map(entry -> text(entry.getKey(), entry.getValue())).toList());
  }

  private static String text(String name, String value) {
    return member(name, JsonEscaper.quoteAscii(value));
  }

  private static String member(String name, String jsonValue) {
    return JsonEscaper.quoteAscii(name) + ":" + jsonValue;
  }

  private static String object(Collection<String> members) {
    return members.stream().collect(Collectors.joining(",", "{", "}"));
  }

  private static String array(Collection<String> jsonValues) {
    return jsonValues.stream().collect(Collectors.joining(",", "[", "]"));
  }
}
