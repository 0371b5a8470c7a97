package io.stepgate.deploy;

import java.util.List;
import java.util.regex.Pattern;

/** A plan as the seed page prints it: one flag with its value per line, byte for byte. */
final class ShellRenderer {
  static final String NEXT_LINE = " \\\n  ";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ShellRenderer() {}

  static String render(List<String> argv) {
    StringBuilder text = new StringBuilder();
    for (String word : argv) {
      if (word.startsWith("--")) {
        text.append(NEXT_LINE);
      } else if (!text.isEmpty()) {
        text.append(' ');
      }
      text.append(quoted(word));
      if (word.equals("--enable-multi-layer-eagle")) {
        // The page's text ends this flag with a blank, and its text is the reference.
        text.append(' ');
      }
    }
    return text.toString();
  }

  /** The word as a POSIX shell reads it back: bare if nothing in it is special. */
  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
