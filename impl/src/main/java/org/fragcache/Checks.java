package org.fragcache;

/** Checks of arguments that are programming errors, not outcomes of a call. */
final class Checks {
  private Checks() {}

  static int positive(String what, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(what + ": " + value + ", expected at least 1");
    }
    return value;
  }
}
