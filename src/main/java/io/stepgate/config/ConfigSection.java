package io.stepgate.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigSourceInterceptorFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The keys of a room, each with what it may say. They are looked at while the configuration is put
 * together, before a mapping is: that would refuse a value in words of its own, and wrap ours. A
 * subclass is a service of the configuration's library, since there are no beans yet, and a bean,
 * by which the check of names finds it.
 */
public abstract class ConfigSection implements ConfigSourceInterceptorFactory {
  static final String ROOT = "stepgate.";
  private static final String LOCATIONS = "smallrye.config.locations";
  private static final int LONGEST_SHOWN = 100;

  private final String name;
  private final boolean named;
  private final Map<String, AllowedValue> keys;

  /**
   * @param name what stands between {@code stepgate.} and the keys
   * @param named whether a name of the operator's choice stands before each key
   */
  protected ConfigSection(String name, boolean named, Map<String, AllowedValue> keys) {
    this.name = name;
    this.named = named;
    this.keys = new TreeMap<>(keys);
  }

  public final String name() {
    return name;
  }

  final boolean named() {
    return named;
  }

  /** The last words of the keys, in alphabetical order. */
  final List<String> words() {
    return List.copyOf(keys.keySet());
  }

  /** In front of what resolves profiles and expressions. */
  @Override
  public final OptionalInt getPriority() {
    return OptionalInt.of(Priorities.LIBRARY + 500);
  }

  @Override
  public final ConfigSourceInterceptor getInterceptor(ConfigSourceInterceptorContext sources) {
    // What is read later can say otherwise: then the whole is looked at when it is put together.
    if (!moreToCome(sources)) {
      check(() -> sources.iterateNames(), key -> value(sources, key), System.getenv().keySet());
    }
    return this::value;
  }

  /** Whether files are read after this: the directory's of a profile, and those that are named. */
  private static boolean moreToCome(ConfigSourceInterceptorContext sources) {
    ConfigValue named = sources.proceed(LOCATIONS);
    return Files.isDirectory(Path.of("config"))
        || named != null && named.getValue() != null && !named.getValue().isBlank();
  }

  /** What the sources say of a key. */
  protected ConfigValue value(ConfigSourceInterceptorContext sources, String key) {
    return sources.proceed(key);
  }

  /**
   * Stops the start at a name that is none, and at a value outside what is allowed.
   *
   * @param environment the names of its variables
   */
  final void check(
      Iterable<String> names, Function<String, ConfigValue> values, Set<String> environment) {
    Set<String> variables = new TreeSet<>(environment);
    Set<String> sorted = new TreeSet<>();
    for (String each : names) {
      sorted.add(each);
      // A file of variables is spelled as they are.
      variables.add(each);
    }
    Map<String, String> prefixes = new TreeMap<>();
    if (named) {
      for (String variable : variables) {
        String own = KeyNames.ownName(variable, this);
        if (own != null) {
          prefixes.put(KeyNames.variable(own), prefix() + own + ".");
        }
      }
    } else {
      prefixes.put("", prefix());
    }
    Set<String> spelled = new TreeSet<>();
    for (String variable : variables) {
      if (variable.startsWith("STEPGATE_") || variable.startsWith("_")) {
        String key = KeyNames.ofAnyProfile(variable);
        if (key != null) {
          spelled.add(key);
        }
      }
    }
    for (String key : sorted) {
      if (key.startsWith(prefix())
          && !knows(key, prefixes)
          && !spelled.contains(KeyNames.variable(key))) {
        throw new ConfigurationException(
            "the key "
                + shown(key)
                + " means nothing; the nearest is "
                + KeyNames.nearest(KeyNames.variable(key), List.of(this)).key());
      }
    }
    for (String prefix : prefixes.values()) {
      keys.forEach((word, allowed) -> check(prefix + word, allowed, values));
    }
  }

  /** Whether a name is one of ours; what the operator has named in it is remembered. */
  private boolean knows(String key, Map<String, String> prefixes) {
    int dot = key.lastIndexOf('.');
    if (!keys.containsKey(key.substring(dot + 1))) {
      return false;
    }
    if (!named) {
      return dot + 1 == prefix().length();
    }
    String own = dot < prefix().length() ? "" : key.substring(prefix().length(), dot);
    // The defaults of a mapping stand under a star.
    if (isName(own) && !own.equals("*")) {
      prefixes.put(KeyNames.variable(own), key.substring(0, dot + 1));
    }
    return isName(own);
  }

  private void check(String key, AllowedValue allowed, Function<String, ConfigValue> values) {
    ConfigValue value = values.apply(key);
    String text = value == null ? null : value.getValue();
    if (text == null) {
      if (allowed.needed()) {
        throw new ConfigurationException(key + " is missing: allowed is " + allowed.words());
      }
    } else if (!allowed.allows(text)) {
      throw new ConfigurationException(key + "=" + shown(text) + ": allowed is " + allowed.words());
    }
  }

  private String prefix() {
    return ROOT + name + ".";
  }

  /** A name with dots of its own stands in quotes. */
  private static boolean isName(String word) {
    boolean quoted = word.length() > 2 && word.startsWith("\"") && word.endsWith("\"");
    return quoted || !word.isEmpty() && word.indexOf('.') < 0;
  }

  /** In one line, whatever somebody wrote. */
  private static String shown(String value) {
    String line = value.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…";
  }
}
