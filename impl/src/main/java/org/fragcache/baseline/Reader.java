package org.fragcache.baseline;

import java.nio.ByteBuffer;

/** Reads of bytes within a block, filemap_read(). */
final class Reader {
  private final Geometry geometry;
  private final FolioPool pool;
  private final Pages pages;

  Reader(Geometry geometry, FolioPool pool, Pages pages) {
    this.geometry = geometry;
    this.pool = pool;
    this.pages = pages;
  }

  /**
   * Reads if that takes no lock: the block is cached, or past EOF, and nothing comes between.
   * Writes no memory that others read, but for the folio's second chance, and allocates nothing.
   *
   * @return whether it did; if not, the buffer's position is as it was
   */
  boolean tryRead(Inode f, long pos, ByteBuffer dst) {
    int since = f.changes();
    if ((since & 1) != 0) {
      return false;
    }
    long size = f.size;
    int n = 0;
    if (pos < size && dst.hasRemaining()) {
      n = length(size, pos, dst);
      if (!copy(f, pos, n, dst)) {
        return false;
      }
    }
    if (!f.isUnchanged(since)) {
      return false;
    }
    dst.position(dst.position() + n);
    return true;
  }

  /**
   * Reads under the file's read lock, or its write lock, if that takes no store read.
   *
   * @return whether it did; if not, the buffer's position is as it was
   */
  boolean readPresent(Inode f, long pos, ByteBuffer dst) {
    if (pos >= f.size || !dst.hasRemaining()) {
      return true;
    }
    int n = length(f.size, pos, dst);
    if (copy(f, pos, n, dst)) {
      dst.position(dst.position() + n);
      return true;
    }
    boolean isHole = pages.isHole(f, geometry.block(pos));
    if (isHole) {
      for (int i = 0; i < n; i++) {
        dst.put((byte) 0);
      }
    }
    return isHole;
  }

  /** Reads under the file's write lock, from the store to the cache first if need be. */
  void read(Inode f, long pos, ByteBuffer dst) {
    if (!readPresent(f, pos, dst)) {
      long slot = pages.fill(f, geometry.block(pos));
      try {
        if (!readPresent(f, pos, dst)) {
          throw new IllegalStateException(f + ": no folio after a fill, expected one");
        }
      } finally {
        pool.settle(slot);
      }
    }
  }

  private int length(long size, long pos, ByteBuffer dst) {
    int n = Math.min(dst.remaining(), geometry.blockSize - geometry.within(pos));
    return (int) Math.min(n, size - pos);
  }

  /** From the folio to the buffer, whose position stays; whether there was one, left alone. */
  private boolean copy(Inode f, long pos, int n, ByteBuffer dst) {
    int b = geometry.block(pos);
    Leaf leaf = f.mapping.leaf(b);
    long slot = leaf == null ? Slot.EMPTY : leaf.get(b);
    if (leaf == null || slot == Slot.EMPTY) {
      return false;
    }
    Slab slab = pool.slab(slot);
    int i = pool.index(slot);
    if (!slab.get(i, leaf, b, slot, geometry.within(pos), n, dst)) {
      return false;
    }
    slab.touch(i);
    return true;
  }
}
