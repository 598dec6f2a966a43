package org.fragcache.conformance.dir;

/** What was read is none of what was written, nor zeros. */
final class TornUnitException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  TornUnitException(String message) {
    super(message);
  }
}
