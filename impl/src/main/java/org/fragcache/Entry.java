package org.fragcache;

/**
 * The entry of a mapping or a block map in one long, as an xarray entry is one word: nothing, a
 * number, or a pair (key, offset). The lowest two bits tell which. {@link Slot} and {@link Mapped}
 * give these their meaning.
 */
final class Entry {
  static final long NONE = 0;

  private static final int TAG_BITS = 2;
  private static final long TAG = 3;
  private static final long NUMBER = 1;
  private static final long PAIR = 2;
  private static final int KEY_SHIFT = 33;

  private Entry() {}

  /** A number from 0 to 2^62 - 1. */
  static long number(long value) {
    return value << TAG_BITS | NUMBER;
  }

  static boolean isNumber(long entry) {
    return (entry & TAG) == NUMBER;
  }

  static long value(long entry) {
    return entry >>> TAG_BITS;
  }

  /** A pair of non-negative numbers. */
  static long pair(int key, int offset) {
    return (long) key << KEY_SHIFT | (long) offset << TAG_BITS | PAIR;
  }

  static boolean isPair(long entry) {
    return (entry & TAG) == PAIR;
  }

  static int key(long entry) {
    return (int) (entry >>> KEY_SHIFT);
  }

  static int offset(long entry) {
    return (int) (entry >>> TAG_BITS) & Integer.MAX_VALUE;
  }
}
