package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * Where a call is in a file, and what it has found there: one thread's, the variables of a thread
 * in FragmentSteps.
 */
final class Walk {
  final Inode file;
  final int block;

  /** The mapping in which the slot was looked up, and the slot that was seen. */
  @Nullable Mapping mapping;

  @Nullable Object entry;

  /** The folio found, with a reference. */
  @Nullable Folio page;

  /** A folio of the file's own, locked, with a reference: {@code new} in FragmentSteps. */
  @Nullable Folio fresh;

  /** Memory-backed: room held for what {@link Access#end} may drop. */
  long held;

  Walk(Inode file, int block) {
    this.file = file;
    this.block = block;
  }

  /** The slot holds still what was seen. Lockless. */
  boolean holds() {
    Mapping m = mapping;
    return m != null && file.holds(m, block, entry);
  }

  /**
   * As {@link #holds}, and what was found there is there still. The slot may have got the very
   * reference back that it had, when the folio had been dropped meanwhile.
   *
   * @param p null for a hole
   */
  boolean shows(@Nullable Folio p) {
    if (!holds()) {
      return false;
    }
    if (p == null) {
      return file.blocks(block) == null;
    }
    return !(entry instanceof Ref ref) || ref.fragment().folio(ref.offset(block)) == p;
  }

  boolean isOwn() {
    return entry instanceof Folio;
  }
}
