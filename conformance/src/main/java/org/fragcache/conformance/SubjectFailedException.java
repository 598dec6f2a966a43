package org.fragcache.conformance;

import org.fragcache.spec.UsageException;

/**
 * A subject that does not do what every subject must, so that nothing is known of what it tests.
 */
public final class SubjectFailedException extends UsageException {
  private static final long serialVersionUID = 1;

  /**
   * Makes an exception whose message is printed as it is.
   *
   * @param message one line: what, where, what was expected
   */
  public SubjectFailedException(String message) {
    super(message);
  }
}
