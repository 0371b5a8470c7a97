package io.stepgate.edge;

import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;

/** What a caller would like to get, where a path has more than one form. */
public final class AcceptHeader {
  private static final Set<String> HTML = Set.of("text/html", "text/*", "*/*");

  private AcceptHeader() {}

  /** Whether the caller is content with a page; so is one that says nothing. */
  public static boolean html(RoutingContext context) {
    List<MIMEHeader> accepted = context.parsedHeaders().accept();
    return accepted.isEmpty()
        || accepted.stream().anyMatch(one -> wanted(one) && HTML.contains(type(one)));
  }

  /** Whether the caller would rather have plain text than JSON. */
  public static boolean plainText(RoutingContext context) {
    for (MIMEHeader accepted : context.parsedHeaders().accept()) {
      if (!wanted(accepted)) {
        continue;
      }
      switch (type(accepted)) {
        case "text/plain", "text/*" -> {
          return true;
        }
        case "application/json", "application/*", "*/*" -> {
          return false;
        }
        default -> {
          // Something we do not have; the caller's next wish may be.
        }
      }
    }
    return false;
  }

  /** To be asked first: until then Vert.x has not taken the header apart. */
  private static boolean wanted(MIMEHeader accepted) {
    return accepted.weight() > 0;
  }

  private static String type(MIMEHeader accepted) {
    return accepted.component() + "/" + accepted.subComponent();
  }
}
