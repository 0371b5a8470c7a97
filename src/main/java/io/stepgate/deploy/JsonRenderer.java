package io.stepgate.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    return JsonText.object(
        List.of(
            JsonText.member("values", values(values)),
            text("command", ShellRenderer.render(plan.argv())),
            JsonText.member(
                "argv", JsonText.array(plan.argv().stream().map(JsonText::string).toList())),
            JsonText.member("docker", JsonText.object(docker)),
            JsonText.member(
                "notes", JsonText.array(plan.notes().stream().map(JsonRenderer::note).toList()))));
  }

  /** {@code [{"name","title","items":[{"id","label","subtitle"?,"default"}]}]}. */
  static String options(List<OptionGroups.Group> groups) {
    return JsonText.array(groups.stream().map(JsonRenderer::group).toList());
  }

  private static String group(OptionGroups.Group group) {
    List<String> items =
        group.items().stream().map(item -> item(item, item.equals(group.defaultItem()))).toList();
    return JsonText.object(
        List.of(
            text("name", group.name()),
            text("title", group.title()),
            JsonText.member("items", JsonText.array(items))));
  }

  private static String item(OptionGroups.Item item, boolean isDefault) {
    List<String> members = new ArrayList<>();
    members.add(text("id", item.id()));
    members.add(text("label", item.label()));
    item.subtitle().ifPresent(subtitle -> members.add(text("subtitle", subtitle)));
    members.add(JsonText.member("default", Boolean.toString(isDefault)));
    return JsonText.object(members);
  }

  private static String note(Note note) {
    return JsonText.object(List.of(text("id", note.id()), text("text", note.text())));
  }

  private static String values(Map<String, String> values) {
    return JsonText.object(
        values.entrySet().stream().map(entry -> text(entry.getKey(), entry.getValue())).toList());
  }

  private static String text(String name, String value) {
    return JsonText.member(name, JsonText.string(value));
  }
}
