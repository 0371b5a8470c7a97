package io.stepgate.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Keys as environment variables, and the one that somebody most likely meant. */
final class KeyNames {
  private static final String ROOT = "STEPGATE_";

  /** Of longer names this much is compared: the time that takes grows with the square of it. */
  private static final int LONGEST = 200;

  /** What is too much, or wrong, counts more than what was left out: names are often shortened. */
  private static final int WRONG = 2;

  private KeyNames() {}

  /** A key, and the variable for it. */
  record Name(String key, String variable) {}

  /** How a key is spelled as a variable. */
  static String variable(String key) {
    StringBuilder variable = new StringBuilder(key.toUpperCase(Locale.ROOT));
    for (int i = 0; i < variable.length(); i++) {
      char c = variable.charAt(i);
      if (!(c >= 'A' && c <= 'Z' || c >= '0' && c <= '9')) {
        variable.setCharAt(i, '_');
      }
    }
    return variable.toString();
  }

  /** Without what says for which profile it is; null where the variable is nobody's key. */
  static String ofAnyProfile(String variable) {
    if (variable.startsWith(ROOT)) {
      return variable;
    }
    int root = variable.startsWith("_") ? variable.indexOf("_" + ROOT) : -1;
    return root > 0 ? variable.substring(root + 1) : null;
  }

  /** Whether a variable, without its profile, is a key of a section. */
  static boolean isKey(String variable, ConfigSection section) {
    String prefix = variable(ConfigSection.ROOT + section.name()) + "_";
    if (!variable.startsWith(prefix)) {
      return false;
    }
    String rest = variable.substring(prefix.length());
    return section.words().stream()
        .map(KeyNames::variable)
        .anyMatch(
            word ->
                section.named()
                    ? rest.endsWith("_" + word) && isName(rest, rest.length() - word.length() - 1)
                    : rest.equals(word));
  }

  /**
   * What the operator has named in a variable of a section with names, or null. One that is for a
   * profile names nothing: the profile may be another.
   */
  static String ownName(String variable, ConfigSection section) {
    if (!isKey(variable, section)) {
      return null;
    }
    String rest = variable.substring(ConfigSection.ROOT.length() + section.name().length() + 1);
    // The longest word, since the end of one can be another: of api-key and admin-api-key.
    int word =
        section.words().stream()
            .map(KeyNames::variable)
            .filter(one -> rest.endsWith("_" + one) && isName(rest, rest.length() - one.length()))
            .mapToInt(String::length)
            .max()
            .orElseThrow();
    return rest.substring(0, rest.length() - word - 1).toLowerCase(Locale.ROOT);
  }

  private static boolean isName(String text, int end) {
    return text.chars().limit(end).anyMatch(c -> c != '_');
  }

  /** Of all keys that there could be, the nearest to a variable without its profile. */
  static Name nearest(String variable, List<? extends ConfigSection> sections) {
    String wanted = variable.length() <= LONGEST ? variable : variable.substring(0, LONGEST);
    List<Name> all = new ArrayList<>();
    for (ConfigSection section : sections) {
      String prefix = ConfigSection.ROOT + section.name() + ".";
      for (String word : section.words()) {
        for (String name : section.named() ? names(wanted, variable(prefix)) : List.of("")) {
          String key = prefix + (name.isEmpty() ? "" : name + ".") + word;
          all.add(new Name(key, variable(key)));
        }
      }
    }
    return all.stream()
        .min(Comparator.comparingInt(name -> distance(wanted, name.variable())))
        .orElseThrow();
  }

  /** What may be the operator's own name in it, which can have underscores, too. */
  private static List<String> names(String variable, String prefix) {
    List<String> names = new ArrayList<>();
    if (variable.startsWith(prefix)) {
      String rest = variable.substring(prefix.length()).toLowerCase(Locale.ROOT);
      for (int end = rest.indexOf('_', 1); end > 0; end = rest.indexOf('_', end + 1)) {
        names.add(rest.substring(0, end));
      }
    }
    return names.isEmpty() ? List.of("NAME") : names;
  }

  /** What it takes to make one word of the other; two letters in each other's place count once. */
  static int distance(String from, String to) {
    int[] before = new int[to.length() + 1];
    int[] above = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i * WRONG;
      for (int j = 1; j <= to.length(); j++) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int least = above[j - 1] + (same ? 0 : WRONG);
        least = Math.min(least, Math.min(above[j] + WRONG, row[j - 1] + 1));
        boolean swapped =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        row[j] = swapped ? Math.min(least, before[j - 2] + 1) : least;
      }
      before = above;
      above = row;
    }
    return above[to.length()];
  }
}
