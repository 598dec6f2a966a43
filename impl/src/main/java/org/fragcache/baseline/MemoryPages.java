package org.fragcache.baseline;

import java.nio.ByteBuffer;
import org.fragcache.CacheStats;
import org.jspecify.annotations.Nullable;

/**
 * Files whose folios are the only copy, as on tmpfs, and whose mapping several files may have. A
 * mapping that more than one inode came to point to is never changed again: whoever would copies
 * all of it first, and points to the copy. Its folios go with the last inode that points to it.
 */
final class MemoryPages extends Pages {
  MemoryPages(Geometry geometry, FolioPool pool) {
    super(geometry, pool);
  }

  @Override
  boolean isHole(Inode f, int b) {
    return slot(f.mapping, b) == Slot.EMPTY;
  }

  private static long slot(Mapping mapping, int b) {
    Leaf leaf = mapping.leaf(b);
    return leaf == null ? Slot.EMPTY : leaf.get(b);
  }

  @Override
  long fill(Inode f, int b) {
    throw new IllegalStateException(f + ": block " + b + " is not cached, expected a hole");
  }

  @Override
  void store(Inode f, int b, int at, int n, @Nullable ByteBuffer src) {
    if (!f.mapping.shared) {
      storeTo(f.mapping, b, at, n, src);
      return;
    }
    Copy copy = new Copy(f);
    try {
      boolean whole = n == geometry.blockSize;
      copy.add(f.mapping, 0, whole ? b : geometry.blocks(f.size), 0);
      if (whole && b + 1 < geometry.blocks(f.size)) {
        copy.add(f.mapping, b + 1, geometry.blocks(f.size), 0);
      }
      storeTo(copy.mapping, b, at, n, src); // before anybody sees it
      copy.done = true;
    } finally {
      copy.end();
    }
    point(f, copy.mapping);
  }

  private void storeTo(Mapping mapping, int b, int at, int n, @Nullable ByteBuffer src) {
    long slot = slot(mapping, b);
    if (slot != Slot.EMPTY) {
      write(slot, at, n, src);
      return;
    }
    slot = pool.take(mapping, b);
    if (n < geometry.blockSize) {
      write(slot, 0, geometry.blockSize, null);
    }
    write(slot, at, n, src);
    mapping.make(b).set(b, slot);
  }

  @Override
  void drop(Inode f, int b, int n) {
    if (!f.mapping.shared) {
      dropFolios(f.mapping, b, n);
      return;
    }
    Copy copy = new Copy(f);
    try {
      copy.add(f.mapping, 0, b, 0);
      copy.add(f.mapping, b + n, geometry.blocks(f.size), 0);
      copy.done = true;
    } finally {
      copy.end();
    }
    point(f, copy.mapping);
  }

  /** All of f, as i_mapping says it, is that of g from now on. */
  void redirect(Inode f, Inode g) {
    if (!f.mapping.shared) {
      f.mapping.shared = true;
    }
    point(g, f.mapping);
  }

  /** Blocks b..b+n-1 of f replace those of g from d on, in a copy of all that g has. */
  void splice(Inode f, int b, int n, Inode g, int d) {
    Copy copy = new Copy(g);
    try {
      copy.add(g.mapping, 0, d, 0);
      copy.add(f.mapping, b, b + n, d - b);
      copy.add(g.mapping, d + n, geometry.blocks(g.size), 0);
      copy.done = true;
    } finally {
      copy.end();
    }
    point(g, copy.mapping);
  }

  /** A mapping on its way to be some file's; given up unless it is done. */
  private final class Copy {
    final Mapping mapping;
    boolean done;

    Copy(Inode f) {
      this.mapping = new Mapping(f);
    }

    /** Blocks from..to-1 of a mapping are copied, so many blocks further on. */
    void add(Mapping source, int from, int to, int moved) {
      Leaf leaf = source.next(from);
      while (leaf != null && leaf.base < to) {
        int end = Math.min(to, leaf.base + Node.FANOUT);
        for (int b = Math.max(from, leaf.base); b < end; b++) {
          long slot = leaf.get(b);
          if (slot != Slot.EMPTY) {
            add(slot, b + moved);
          }
        }
        leaf = source.next(leaf.base + Node.FANOUT);
      }
    }

    private void add(long slot, int b) {
      long to = pool.take(mapping, b);
      if (!copyFolio(slot, to)) {
        throw new IllegalStateException("block " + b + ": its folio is gone, expected it there");
      }
      mapping.make(b).set(b, to);
    }

    void end() {
      if (!done) {
        dropFolios(mapping, 0, geometry.maxFileBlocks);
      }
    }
  }

  /** i_mapping. Readers without the lock find the one or the other. */
  private void point(Inode f, Mapping to) {
    Mapping from = f.mapping;
    if (from == to) {
      return;
    }
    if (to.shared) {
      synchronized (to) {
        to.inodes++;
      }
    }
    f.mapping = to;
    leave(from);
  }

  private void leave(Mapping mapping) {
    synchronized (mapping) {
      if (--mapping.inodes > 0) {
        return;
      }
    }
    dropFolios(mapping, 0, geometry.maxFileBlocks);
  }

  @Override
  void writeBack(Inode f, int b, int n) {
    // There is no store.
  }

  @Override
  boolean makeRoom() {
    return false;
  }

  @Override
  CacheStats stats() {
    int used = pool.used();
    return new CacheStats(used, 0, 0, used, 0, 0, 0);
  }
}
