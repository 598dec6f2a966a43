package org.fragcache.spec;

/**
 * Bad input or wrong usage, as opposed to a violation or a difference.
 *
 * <p>The message is one line, ready to print: what is wrong, where, and what was expected. The
 * command line prints it on standard error and ends with status 2.
 */
public class UsageException extends RuntimeException {

  /**
   * Makes an exception whose message is printed as it is.
   *
   * @param message one line: what, where, what was expected
   */
  public UsageException(String message) {
    super(message);
  }

  /**
   * Makes an exception whose message is printed as it is.
   *
   * @param message one line: what, where, what was expected
   * @param cause what went wrong underneath; not printed
   */
  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
