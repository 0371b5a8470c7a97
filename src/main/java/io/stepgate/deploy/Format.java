package io.stepgate.deploy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The ways to show a plan. */
public enum Format {
  /** The server command alone, byte for byte as the seed page prints it, with no line end. */
  COMMAND("text/plain"),
  /** {@code docker pull} and {@code docker run}, one after the other, with no line end. */
  DOCKER("text/plain"),
  /** A Compose file. */
  COMPOSE("application/yaml"),
  /** A Kubernetes Deployment and its Service. */
  KUBERNETES("application/yaml"),
  /** Everything in one JSON object. */
  JSON("application/json");

  private final String mediaType;

  Format(String mediaType) {
    this.mediaType = mediaType;
  }

  /**
   * The format of a name such as {@code compose}.
   *
   * @throws BadOption with param {@code format} for any other name
   */
  public static Format parse(String id) throws BadOption {
    for (Format format : values()) {
      if (format.id().equals(id)) {
        return format;
      }
    }
    throw BadOption.unknownValue("format", id, ids());
  }

  /** All names, in the order of this type. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Format::id).toList();
  }

  /** The name in requests and on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What to send it as, without a charset; the text is to be written in UTF-8. */
  public String mediaType() {
    return mediaType;
  }
}
