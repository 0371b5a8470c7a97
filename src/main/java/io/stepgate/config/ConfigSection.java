package io.stepgate.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigSourceInterceptorFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The keys of a room, each with what it may say. They are looked at while the configuration is put
 * together, before a mapping is: that would refuse a value in words of its own, and wrap ours. A
 * subclass is a service of the configuration's library, since there are no beans yet, and a bean,
 * by which the check of names finds it.
 */
public abstract class ConfigSection implements ConfigSourceInterceptorFactory {
  static final String ROOT = "stepgate.";
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
    check(sources, System.getenv().keySet());
    return this::value;
  }

  /** What the sources say of a key. */
  protected ConfigValue value(ConfigSourceInterceptorContext sources, String key) {
    return sources.proceed(key);
  }

  /**
   * @param environment the names of its variables, whose spelling has a check of its own
   */
  private void check(ConfigSourceInterceptorContext sources, Set<String> environment) {
    Map<String, String> prefixes = new TreeMap<>();
    if (named) {
      for (String variable : environment) {
        String own = KeyNames.ownName(variable, this);
        if (own != null) {
          prefixes.put(KeyNames.variable(own), prefix() + own + ".");
        }
      }
    } else {
      prefixes.put("", prefix());
    }
    Set<String> names = new TreeSet<>();
    sources.iterateNames().forEachRemaining(names::add);
    for (String key : names) {
      if (key.startsWith(prefix())
          && !knows(key, prefixes)
          && !environment.contains(KeyNames.variable(key))) {
        throw new ConfigurationException(
            "the key "
                + shown(key)
                + " means nothing; the nearest is "
                + KeyNames.nearest(KeyNames.variable(key), List.of(this)).key());
      }
    }
    for (String prefix : prefixes.values()) {
      keys.forEach((word, allowed) -> check(prefix + word, allowed, sources));
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

  private void check(String key, AllowedValue allowed, ConfigSourceInterceptorContext sources) {
    ConfigValue value = value(sources, key);
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
