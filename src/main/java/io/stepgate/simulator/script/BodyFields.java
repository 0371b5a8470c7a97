package io.stepgate.simulator.script;

import io.stepgate.simulator.engine.BadRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the fields of a request body. A field that is absent or null takes the default; one of a
 * wrong type is a {@link BadRequest} that names it.
 */
public final class BodyFields {
  private static final int MAX_LABEL = 4096;

  private final JsonObject body;

  public BodyFields(JsonObject body) {
    this.body = body;
  }

  public String text(String name, String absent) {
    return body.getValue(name) == null ? absent : as(name, String.class, "a string");
  }

  /** A text that is echoed in every frame, and so has to be short. */
  String label(String name, String absent) {
    String text = text(name, absent);
    if (text.length() > MAX_LABEL) {
      throw new BadRequest(name + ": must not be longer than " + MAX_LABEL + " characters");
    }
    return text;
  }

  public boolean flag(String name, boolean absent) {
    return body.getValue(name) == null ? absent : as(name, Boolean.class, "a boolean");
  }

  /** A whole number between {@code least} and {@code most}. */
  public int whole(String name, int least, int most, int absent) {
    Object value = body.getValue(name);
    if (value == null) {
      return absent;
    }
    boolean inRange =
        value instanceof Number number
            && number.doubleValue() == Math.rint(number.doubleValue())
            && number.doubleValue() >= least
            && number.doubleValue() <= most;
    if (!inRange) {
      throw new BadRequest(name + ": must be a whole number from " + least + " to " + most);
    }
    return ((Number) value).intValue();
  }

  /** The object, or an empty one. */
  JsonObject object(String name) {
    return body.getValue(name) == null ? new JsonObject() : as(name, JsonObject.class, "an object");
  }

  /** The list, or an empty one. */
  public JsonArray array(String name) {
    return body.getValue(name) == null ? new JsonArray() : as(name, JsonArray.class, "a list");
  }

  /** The list's items, all of them objects. */
  public List<JsonObject> objects(String name) {
    List<JsonObject> items = new ArrayList<>();
    for (Object item : array(name)) {
      if (!(item instanceof JsonObject object)) {
        throw new BadRequest(name + ": every item must be an object");
      }
      items.add(object);
    }
    return items;
  }

  public boolean has(String name) {
    return body.getValue(name) != null;
  }

  public Object value(String name) {
    return body.getValue(name);
  }

  private <T> T as(String name, Class<T> type, String wanted) {
    Object value = body.getValue(name);
    if (!type.isInstance(value)) {
      throw new BadRequest(name + ": must be " + wanted);
    }
    return type.cast(value);
  }
}
