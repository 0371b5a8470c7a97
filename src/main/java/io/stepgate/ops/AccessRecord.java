package io.stepgate.ops;

import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;

/**
 * One access line on its way through the log. It brings its fields as its diagnostic context, which
 * the JSON formatters write as the object {@code mdc}; where nobody asks for that, nothing is made.
 */
final class AccessRecord extends ExtLogRecord {
  private static final long serialVersionUID = 1L;

  private final transient Measured request;

  AccessRecord(Measured request) {
    super(Level.INFO, AccessFields.line(request), FormatStyle.NO_FORMAT, AccessLog.class.getName());
    this.request = request;
  }

  /** The declared strings are more than any formatter relies on, and JSON keeps numbers so. */
  @Override
  @SuppressWarnings("unchecked")
  public Map<String, String> getMdcCopy() {
    Map<String, ?> fields = AccessFields.byName(request);
    return (Map<String, String>) fields;
  }
}
