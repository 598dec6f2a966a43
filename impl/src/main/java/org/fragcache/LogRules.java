package org.fragcache;

/**
 * What makes bytes found where a record may be the next record of a log; else the log ends there.
 *
 * <p>Not final: tests take one rule after the other away.
 */
class LogRules {
  /**
   * Blocks are used again: a record may be left of a log that was there before, or data that were
   * made to look like one.
   */
  boolean isOfBase(long tag, long expected) {
    return tag == expected;
  }

  /** The device may have lost the one before. */
  boolean isNext(long number, long expected) {
    return number == expected;
  }

  /** A record may have been torn. */
  boolean isWhole(int crc, int expected) {
    return crc == expected;
  }

  /** What is left of a torn record is erased, lest the next one, torn, complete it. */
  boolean erasesTorn() {
    return true;
  }
}
