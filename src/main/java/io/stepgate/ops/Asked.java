package io.stepgate.ops;

import io.stepgate.openai.InvalidRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads what a report is asked for, and says what is allowed where it makes no sense. */
final class Asked {
  private static final Map<Character, Integer> SECONDS = Map.of('s', 1, 'm', 60, 'h', 3600);

  private Asked() {}

  /** Refuses a parameter that means nothing here, or stands twice. */
  static void only(Map<String, List<String>> query, List<String> allowed) throws InvalidRequest {
    Set<String> unknown = new TreeSet<>(query.keySet());
    allowed.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      String name = unknown.iterator().next();
      throw new InvalidRequest(
          name, "'" + name + "' means nothing here, allowed are " + String.join(", ", allowed));
    }
    for (String name : query.keySet()) {
      if (query.get(name).size() > 1) {
        throw new InvalidRequest(name, "'" + name + "' stands more than once");
      }
    }
  }

  /** A word of a list, or the first of them where nothing was said. */
  static String word(Map<String, List<String>> query, String name, List<String> allowed)
      throws InvalidRequest {
    String value = first(query, name);
    if (value == null) {
      return allowed.get(0);
    }
    if (!allowed.contains(value)) {
      throw new InvalidRequest(
          name, "'" + name + "' is not known, allowed are " + String.join(", ", allowed));
    }
    return value;
  }

  /** A length of time such as 30s, 5m or 1h; a bare number is seconds. */
  static Duration window(Map<String, List<String>> query, Duration otherwise, Duration most)
      throws InvalidRequest {
    String text = first(query, "window");
    if (text == null) {
      return otherwise;
    }
    long seconds = seconds(text);
    if (seconds < 1 || seconds > most.toSeconds()) {
      throw new InvalidRequest(
          "window",
          "'window' must be a length of time from 1s to "
              + most.toMinutes()
              + "m, such as 30s, 5m or 1h");
    }
    return Duration.ofSeconds(seconds);
  }

  /** 0 where it is no such length. */
  private static long seconds(String text) {
    if (text.isEmpty() || text.length() > 9) {
      return 0;
    }
    char last = text.charAt(text.length() - 1);
    Integer unit = SECONDS.get(last);
    String digits = unit == null ? text : text.substring(0, text.length() - 1);
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return 0;
      }
      value = value * 10 + c - '0';
    }
    return value * (unit == null ? 1 : unit);
  }

  /** Null where it was not given. */
  static String first(Map<String, List<String>> query, String name) {
    List<String> values = query.get(name);
    return values == null ? null : values.get(0);
  }
}
