package org.fragcache;

/**
 * An entry of a mapping: cache only (D2). Empty is a miss, never zeros; a reference names
 * (fragment, offset) and not a folio, so that reclaim leaves slots alone.
 */
final class Slot {
  static final long EMPTY = Entry.NONE;

  private Slot() {}

  static long ownFolio(int folio) {
    return Entry.number(folio);
  }

  static long ref(int fragment, int offset) {
    return Entry.pair(fragment, offset);
  }

  static boolean isOwn(long slot) {
    return Entry.isNumber(slot);
  }

  static boolean isRef(long slot) {
    return Entry.isPair(slot);
  }

  static int folio(long slot) {
    return (int) Entry.value(slot);
  }

  static int fragment(long slot) {
    return Entry.key(slot);
  }

  static int offset(long slot) {
    return Entry.offset(slot);
  }

  static String text(long slot) {
    return isOwn(slot)
        ? "own folio " + folio(slot)
        : isRef(slot) ? "ref to fragment " + fragment(slot) + " at " + offset(slot) : "empty";
  }
}
