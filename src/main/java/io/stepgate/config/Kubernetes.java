package io.stepgate.config;

import java.util.regex.Pattern;

/** The variables by which Kubernetes tells each container about the Services beside it. */
public final class Kubernetes {
  /** Of a Service that is called stepgate, or stepgate-more. */
  private static final Pattern SERVICE =
      Pattern.compile(
          "STEPGATE(_.+)?_(SERVICE_HOST=|SERVICE_PORT(_.+)?="
              + "|PORT=[a-z]+://|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?=).*",
          Pattern.DOTALL);

  private Kubernetes() {}

  /** Whether that is a variable of a Service, and no key of ours. */
  public static boolean says(String variable, String value) {
    return SERVICE.matcher(variable + "=" + value).matches();
  }
}
