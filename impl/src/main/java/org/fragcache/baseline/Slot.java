package org.fragcache.baseline;

/**
 * What a mapping says of a block: the folio that caches it, as the folio's id and generation; 0 if
 * none does. A folio that is freed gets another generation, and every slot that names it is empty
 * from then on, in whichever file: so reclaim needs to find none of them.
 */
final class Slot {
  static final long EMPTY = 0;

  private Slot() {}

  static long of(int id, long generation) {
    return (generation << Integer.SIZE) | id;
  }

  /** From 1 on. */
  static int id(long slot) {
    return (int) slot;
  }

  /** Whether two longs have the same generation, in their upper halves. */
  static boolean isSameGeneration(long a, long b) {
    return (a ^ b) >>> Integer.SIZE == 0;
  }

  /** The slot, count or version as of the next generation, all else the same. */
  static long nextGeneration(long a) {
    return a + (1L << Integer.SIZE);
  }
}
