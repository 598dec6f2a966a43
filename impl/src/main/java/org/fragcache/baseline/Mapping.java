package org.fragcache.baseline;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which folio caches which block of a file: a radix tree of slots, i_pages. {@link #leaf} takes no
 * lock; all else is under the file's.
 */
final class Mapping {
  /** The inode that it was made for. */
  final Inode host;

  /** How many point to it; under its monitor. */
  int inodes = 1;

  /** Whether more than one came to point to it; set under the file's lock, never unset. */
  boolean shared;

  private volatile @Nullable Node root;

  Mapping(Inode host) {
    this.host = host;
  }

  /** The leaf of block b, or null if there is none. */
  @Nullable Leaf leaf(int b) {
    Node node = root;
    if (node == null || b >>> node.shift >= Node.FANOUT) {
      return null;
    }
    while (node instanceof Inner inner) {
      node = inner.child(b);
    }
    return (Leaf) node;
  }

  /** The leaf of block b, made if there is none. */
  Leaf make(int b) {
    return make(b, null);
  }

  /** Adds a leaf where there is none. */
  void add(Leaf leaf) {
    make(leaf.base, leaf);
  }

  private Leaf make(int b, @Nullable Leaf ready) {
    Node node = top(b, ready);
    while (node instanceof Inner inner) {
      node = inner.child(b);
      if (node == null) {
        int shift = inner.shift - Node.BITS;
        node = newNode(b & (-1 << (shift + Node.BITS)), shift, ready);
        inner.add(node);
      }
    }
    return (Leaf) node;
  }

  /** The root, raised until it is for block b too. */
  private Node top(int b, @Nullable Leaf ready) {
    Node top = root;
    if (top == null) {
      int shift = 0;
      while (b >>> shift >= Node.FANOUT) {
        shift += Node.BITS;
      }
      top = newNode(0, shift, ready);
    }
    while (b >>> top.shift >= Node.FANOUT) {
      Inner above = new Inner(0, top.shift + Node.BITS);
      above.add(top);
      top = above;
    }
    root = top;
    return top;
  }

  private static Node newNode(int base, int shift, @Nullable Leaf ready) {
    if (shift > 0) {
      return new Inner(base, shift);
    }
    return ready != null ? ready : new Leaf(base);
  }

  /** The first leaf with a block from b on, or null. */
  @Nullable Leaf next(int b) {
    return next(b, false);
  }

  /** The first leaf with something dirty that has a block from b on, or null. */
  @Nullable Leaf nextDirty(int b) {
    return next(b, true);
  }

  private @Nullable Leaf next(int b, boolean dirty) {
    Node top = root;
    if (top == null || b < 0 || b >>> top.shift >= Node.FANOUT || (dirty && top.dirty == 0)) {
      return null;
    }
    return next(top, b, dirty);
  }

  private static @Nullable Leaf next(Node node, int b, boolean dirty) {
    if (!(node instanceof Inner inner)) {
      return (Leaf) node;
    }
    int first = b <= node.base ? 0 : (b - node.base) >>> node.shift;
    if (first >= Node.FANOUT) {
      return null;
    }
    for (long m = (dirty ? node.dirty : inner.present) & (-1L << first); m != 0; m &= m - 1) {
      Leaf leaf = next(inner.at(Long.numberOfTrailingZeros(m)), b, dirty);
      if (leaf != null) {
        return leaf;
      }
    }
    return null;
  }

  /** Entries from..to-1 of the leaf become empty; it goes if all are. */
  void clear(Leaf leaf, int from, int to) {
    int n = to - from;
    Arrays.fill(leaf.slots, from, to, Slot.EMPTY);
    clean(leaf, (-1L >>> (Long.SIZE - n)) << from);
    if (n == Node.FANOUT || leaf.isEmpty()) {
      remove(leaf);
    }
  }

  private void remove(Leaf leaf) {
    Node node = leaf;
    Inner parent = node.parent;
    while (parent != null) {
      parent.remove(node);
      if (parent.present != 0) {
        return;
      }
      node = parent;
      parent = node.parent;
    }
    root = null;
  }

  /** Block b, of this leaf, is dirty. */
  void dirty(Leaf leaf, int b) {
    tag(leaf, leaf.entry(b));
  }

  private static void tag(Node node, int entry) {
    boolean had = node.dirty != 0;
    node.dirty |= 1L << entry;
    if (!had && node.parent != null) {
      tag(node.parent, node.parent.entry(node.base));
    }
  }

  /** These entries of the leaf are not dirty. */
  void clean(Leaf leaf, long entries) {
    untag(leaf, entries);
  }

  private static void untag(Node node, long entries) {
    boolean had = node.dirty != 0;
    node.dirty &= ~entries;
    if (had && node.dirty == 0 && node.parent != null) {
      untag(node.parent, 1L << node.parent.entry(node.base));
    }
  }
}
