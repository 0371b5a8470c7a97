package io.stepgate.config;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What a key may say.
 *
 * @param words how an operator is told
 * @param needed whether a start without it stops
 * @param fits whether a value is allowed
 */
public record AllowedValue(String words, boolean needed, Predicate<String> fits) {
  private AllowedValue(String words, Predicate<String> fits) {
    this(words, false, fits);
  }

  /** Any length of time that somebody can mean: timers count in milliseconds. */
  public static AllowedValue duration() {
    return duration("1ms", "24h");
  }

  public static AllowedValue duration(String least, String most) {
    Duration from = DurationConverter.parseDuration(least);
    Duration to = DurationConverter.parseDuration(most);
    return new AllowedValue(
        "a duration like 30s, from " + least + " to " + most,
        value -> {
          Duration asked = DurationConverter.parseDuration(value);
          return asked != null && asked.compareTo(from) >= 0 && asked.compareTo(to) <= 0;
        });
  }

  /** A number of bytes, or of characters, that may end in a letter: 64K, 4M, 1G. */
  public static AllowedValue size(String least, String most) {
    long from = bytes(least);
    long to = bytes(most);
    return new AllowedValue(
        "a size like 16M, from " + least + " to " + most,
        value -> bytes(value) >= from && bytes(value) <= to);
  }

  public static AllowedValue number(int least, int most) {
    return new AllowedValue(
        "a whole number from " + least + " to " + most,
        value -> {
          int asked = Integer.parseInt(value.strip());
          return asked >= least && asked <= most;
        });
  }

  /** These two words alone: some switches are compared as words, and TRUE would be neither. */
  public static AllowedValue trueOrFalse() {
    return new AllowedValue(
        "true or false", value -> value.equals("true") || value.equals("false"));
  }

  /** The constants of an enumeration, as the mapping spells them. */
  public static AllowedValue oneOf(Enum<?>... constants) {
    List<String> names = Arrays.stream(constants).map(one -> spelled(one.name())).toList();
    return new AllowedValue(
        String.join(", ", names), value -> names.contains(spelled(value.strip())));
  }

  public static AllowedValue oneOf(List<String> names) {
    return new AllowedValue(String.join(", ", names), names::contains);
  }

  /** What its room looks at itself. */
  public static AllowedValue any(String words) {
    return new AllowedValue(words, value -> true);
  }

  /** Or the word {@code off}. */
  public AllowedValue orOff() {
    return new AllowedValue(
        "off or " + words, needed, value -> value.equals("off") || fits.test(value));
  }

  /** An empty value is as none. */
  public AllowedValue orNothing() {
    return new AllowedValue(words, needed, value -> value.isEmpty() || fits.test(value));
  }

  /** And there is no default. */
  public AllowedValue isNeeded() {
    return new AllowedValue(words, true, fits);
  }

  /** Whether a value as somebody wrote it is allowed. */
  boolean allows(String value) {
    try {
      return fits.test(value);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException unreadable) {
      // What it says is told by who asked, with the key and without the library's words.
      return false;
    }
  }

  private static long bytes(String value) {
    var size = new MemorySizeConverter().convert(value);
    return size == null ? -1 : size.asLongValue();
  }

  private static String spelled(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
