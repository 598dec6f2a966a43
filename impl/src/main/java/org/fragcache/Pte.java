package org.fragcache;

/**
 * An entry of a page table: nothing, or a folio that may be stored to or not. Folio 0 is the zero
 * page, which stands for a hole. Private copies are kept beside, see {@link View}.
 */
final class Pte {
  static final long NONE = Entry.NONE;
  static final int ZERO_PAGE = 0;

  private static final long WRITABLE = 1;

  private Pte() {}

  static long of(int folio, boolean writable) {
    return Entry.number((long) folio << 1 | (writable ? WRITABLE : 0));
  }

  static boolean isWritable(long pte) {
    return pte != NONE && (Entry.value(pte) & WRITABLE) != 0;
  }

  static int folio(long pte) {
    return (int) (Entry.value(pte) >>> 1);
  }

  static String text(long pte) {
    return pte == NONE ? "none" : (isWritable(pte) ? "writable" : "read-only") + " " + folio(pte);
  }
}
