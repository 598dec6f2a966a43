package org.fragcache.baseline;

import org.jspecify.annotations.Nullable;

/** A node of a {@link Mapping}, xa_node: 64 blocks or nodes below. */
abstract class Node {
  static final int BITS = 6;
  static final int FANOUT = 1 << BITS;

  /** The first block that the node is for. */
  final int base;

  /** Log2 of the blocks that one of its entries is for; 0 in a leaf. */
  final int shift;

  /** Null at the root. */
  @Nullable Inner parent;

  /** Which entries are dirty or have something dirty below, PAGECACHE_TAG_DIRTY. */
  long dirty;

  Node(int base, int shift) {
    this.base = base;
    this.shift = shift;
  }

  /** Which entry of the node is for block b. */
  final int entry(int b) {
    return (b >>> shift) & (FANOUT - 1);
  }
}
