package org.fragcache;

/**
 * An entry of a block map, which lasts (D2): a hole, a block of the file's own, or a block that it
 * shares, by (extent, offset).
 */
final class Mapped {
  static final long HOLE = Entry.NONE;

  private Mapped() {}

  /** The file's own block, by its number on the store. */
  static long own(long block) {
    return Entry.number(block);
  }

  static long shared(int extent, int offset) {
    return Entry.pair(extent, offset);
  }

  static boolean isOwn(long mapped) {
    return Entry.isNumber(mapped);
  }

  static boolean isShared(long mapped) {
    return Entry.isPair(mapped);
  }

  static long block(long mapped) {
    return Entry.value(mapped);
  }

  static int extent(long mapped) {
    return Entry.key(mapped);
  }

  static int offset(long mapped) {
    return Entry.offset(mapped);
  }

  static String text(long mapped) {
    return isOwn(mapped)
        ? "own block " + block(mapped)
        : isShared(mapped) ? "extent " + extent(mapped) + " at " + offset(mapped) : "hole";
  }
}
