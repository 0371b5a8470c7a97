package io.stepgate.openai;

import io.stepgate.json.JsonWalker;
import io.stepgate.json.MalformedJson;
import io.stepgate.json.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * The client's own names for the answers to its request: {@code rid}, a string or a list with one
 * for each prompt. A backend never gets them, since two clients may choose the same; the gateway
 * keeps them for as long as the request runs.
 *
 * @param names empty where the client gave none
 * @param each whether each prompt has a name of its own; else the one name is the whole request's
 */
public record ClientRids(List<String> names, boolean each) {
  public static final ClientRids NONE = new ClientRids(List.of(), false);

  /** The field's name in every request that has one. */
  static final String FIELD = "rid";

  static final int LONGEST = 128;

  /** Names that a list may have. */
  public static final int MOST = 1024;

  static ClientRids read(byte[] body, RequestFields fields) throws InvalidRequest {
    Span span = fields.present(FIELD);
    if (span == null) {
      return NONE;
    }
    if (body[span.from()] == '"') {
      return new ClientRids(List.of(name(body, span, fields)), false);
    }
    if (body[span.from()] != '[') {
      throw wrong();
    }
    try {
      return list(body, span, fields);
    } catch (MalformedJson malformed) {
      throw new InvalidRequest(malformed);
    }
  }

  private static ClientRids list(byte[] body, Span span, RequestFields fields)
      throws InvalidRequest, MalformedJson {
    List<String> names = new ArrayList<>();
    JsonWalker json = new JsonWalker(body, span.from(), span.to());
    json.peek();
    json.enter();
    while (json.item(names.isEmpty())) {
      if (json.peek() != '"' || names.size() == MOST) {
        throw wrong();
      }
      int from = json.at();
      json.value();
      names.add(name(body, new Span(from, json.at()), fields));
    }
    return new ClientRids(List.copyOf(names), true);
  }

  private static String name(byte[] body, Span span, RequestFields fields) throws InvalidRequest {
    String name = fields.string(span);
    if (name.isEmpty() || name.length() > LONGEST) {
      throw wrong();
    }
    return name;
  }

  private static InvalidRequest wrong() {
    return new InvalidRequest(
        FIELD,
        "'rid' must be a string of 1 to "
            + LONGEST
            + " characters, or a list of at most "
            + MOST
            + " such strings");
  }

  /** The name of the whole request, or of answer {@code number}; null where it has none. */
  public String name(int number) {
    if (!each) {
      return names.isEmpty() ? null : names.get(0) + "_" + number;
    }
    return number < names.size() ? names.get(number) : null;
  }
}
