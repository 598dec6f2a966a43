package org.fragcache;

/**
 * An entry of a page table: nothing, or a folio that may be stored to or not, or one that is being
 * migrated, for which accesses wait. Folio 0 is the zero page, which stands for a hole. Private
 * copies are kept beside, see {@link View}.
 */
final class Pte {
  static final long NONE = Entry.NONE;
  static final int ZERO_PAGE = 0;

  private static final long WRITABLE = 1;
  private static final long MIGRATING = 2;
  private static final int FOLIO_SHIFT = 2;

  private Pte() {}

  static long of(int folio, boolean writable) {
    return Entry.number((long) folio << FOLIO_SHIFT | (writable ? WRITABLE : 0));
  }

  /** The entry while its folio is migrated. */
  static long migrating(long pte) {
    return Entry.number(Entry.value(pte) | MIGRATING);
  }

  /** The same entry, not to be stored to; under migration still, if it is. */
  static long readOnly(long pte) {
    return Entry.number(Entry.value(pte) & ~WRITABLE);
  }

  static boolean isMigrating(long pte) {
    return pte != NONE && (Entry.value(pte) & MIGRATING) != 0;
  }

  static boolean isWritable(long pte) {
    return pte != NONE && (Entry.value(pte) & WRITABLE) != 0;
  }

  static int folio(long pte) {
    return (int) (Entry.value(pte) >>> FOLIO_SHIFT);
  }

  static String text(long pte) {
    return pte == NONE ? "none" : (isWritable(pte) ? "writable" : "read-only") + " " + folio(pte);
  }
}
