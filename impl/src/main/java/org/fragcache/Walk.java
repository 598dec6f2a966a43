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
   * As {@link #holds}; and if nothing was found, the block is a hole still.
   *
   * @param p what was found, or null
   */
  boolean shows(@Nullable Folio p) {
    return holds() && (p != null || file.blocks(block) == null);
  }

  boolean isOwn() {
    return entry instanceof Folio;
  }
}
