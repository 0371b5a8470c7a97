package io.stepgate.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the project says of itself, for the files that have to repeat it. */
public final class Pom {
  private Pom() {}

  public static String version() throws IOException {
    return text("version");
  }

  public static String description() throws IOException {
    return text("description");
  }

  /** The first element of this name, which is the project's own: there is no parent. */
  private static String text(String element) throws IOException {
    Matcher found =
        Pattern.compile("<%1$s>([^<]+)</%1$s>".formatted(element))
            .matcher(Files.readString(Path.of("pom.xml")));
    if (!found.find()) {
      throw new IOException("pom.xml has no " + element);
    }
    return found.group(1);
  }
}
