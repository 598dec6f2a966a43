package org.fragcache.baseline;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What is done to the folios and blocks of one file, under its write lock. A method that fails, for
 * want of memory or on the store, leaves what every file shows as it was.
 */
final class Pages {
  /** Folios written back at a time when none is clean, as SWAP_CLUSTER_MAX. */
  private static final int BATCH = 32;

  final FolioPool pool;
  final Store store;
  private final Geometry geometry;

  Pages(Geometry geometry, FolioPool pool, Store store) {
    this.geometry = geometry;
    this.pool = pool;
    this.store = store;
  }

  boolean isHole(Inode f, int b) {
    Leaf leaf = f.mapping.leaf(b);
    // A dirty slot names a folio; what a clean one named is on the store.
    return (leaf == null || !leaf.isDirty(b)) && f.blocks.get(b) == BlockMap.HOLE;
  }

  /**
   * Block b, which is no hole, read from the store to a folio of this file.
   *
   * @return its slot; the folio is busy until {@link FolioPool#settle}
   */
  long fill(Inode f, int b) {
    long slot = pool.take();
    boolean done = false;
    try {
      readTo(slot, f.blocks.get(b));
      done = true;
    } finally {
      if (!done) {
        pool.put(slot);
      }
    }
    install(f, b, slot);
    return slot;
  }

  private void readTo(long slot, long block) {
    Slab slab = pool.slab(slot);
    int i = pool.index(slot);
    slab.begin(i);
    try {
      store.read(block, slab.bytes(i));
    } finally {
      slab.end(i);
    }
  }

  /** The block's slot is replaced; what it named before has a slot fewer. */
  private void install(Inode f, int b, long slot) {
    Leaf leaf = f.mapping.make(b);
    long old = leaf.get(b);
    leaf.set(b, slot);
    pool.slab(slot).touch(pool.index(slot));
    if (old != Slot.EMPTY) {
      pool.put(old);
    }
  }

  /**
   * n bytes of block b become those of {@code src} from its position, which stays, or zeros for
   * null; in a dirty folio of this file alone: a folio that others have too is copied. With n = 0
   * the block is only made ready: a store into it cannot fail then, as long as the lock is held.
   */
  void store(Inode f, int b, int at, int n, @Nullable ByteBuffer src) {
    Leaf leaf = f.mapping.leaf(b);
    long slot = leaf == null ? Slot.EMPTY : leaf.get(b);
    if (leaf != null && leaf.isDirty(b)) {
      write(slot, at, n, src);
    } else if (leaf != null && slot != Slot.EMPTY && pool.dirty(slot, f, b)) {
      write(slot, at, n, src);
      f.mapping.dirty(leaf, b);
    } else {
      long copy = copy(f, b, slot, n < geometry.blockSize);
      write(copy, at, n, src);
      install(f, b, copy);
      pool.dirty(copy, f, b);
      f.mapping.dirty(f.mapping.make(b), b);
    }
  }

  private void write(long slot, int at, int n, @Nullable ByteBuffer src) {
    Slab slab = pool.slab(slot);
    slab.put(pool.index(slot), at, n, src);
    slab.touch(pool.index(slot));
  }

  /** A new folio, busy, with the bytes of block b if they are needed. */
  private long copy(Inode f, int b, long slot, boolean needed) {
    long copy = pool.take();
    boolean done = false;
    try {
      if (needed && !copyFolio(slot, copy)) {
        long block = f.blocks.get(b);
        if (block == BlockMap.HOLE) {
          pool.slab(copy).put(pool.index(copy), 0, geometry.blockSize, null);
        } else {
          readTo(copy, block);
        }
      }
      done = true;
      return copy;
    } finally {
      if (!done) {
        pool.put(copy);
      }
    }
  }

  private boolean copyFolio(long from, long to) {
    return from != Slot.EMPTY
        && pool.slab(from).copyTo(pool.index(from), from, pool.slab(to), pool.index(to));
  }

  /** Blocks b..b+n-1 lose their folios, then their store blocks. */
  void drop(Inode f, int b, int n) {
    int end = b + n;
    Leaf leaf = f.mapping.next(b);
    while (leaf != null && leaf.base < end) {
      int from = Math.max(b - leaf.base, 0);
      int to = Math.min(end - leaf.base, Node.FANOUT);
      pool.put(leaf.slots, from, to - from);
      f.mapping.clear(leaf, from, to);
      leaf = f.mapping.next(leaf.base + Node.FANOUT);
    }
    f.blocks.unmap(b, n, store);
  }

  /** The dirty ones of blocks b..b+n-1 are written back, each to a new store block. */
  void writeBack(Inode f, int b, int n) {
    int end = b + n;
    Leaf leaf = f.mapping.nextDirty(b);
    while (leaf != null && leaf.base < end) {
      for (long m = leaf.dirty; m != 0; m &= m - 1) {
        int i = leaf.base + Long.numberOfTrailingZeros(m);
        if (b <= i && i < end) {
          writeBack(f, leaf, i);
        }
      }
      leaf = f.mapping.nextDirty(leaf.base + Node.FANOUT);
    }
  }

  private void writeBack(Inode f, Leaf leaf, int b) {
    long slot = leaf.get(b);
    long block = store.writeNew(pool.slab(slot).bytes(pool.index(slot)));
    f.blocks.unmap(b, 1, store);
    f.blocks.set(b, block);
    f.mapping.clean(leaf, 1L << leaf.entry(b));
    pool.clean(slot);
  }

  /** Writes some folios back, of any file. The caller holds no lock. */
  void writeBackSome() {
    @Nullable Inode[] files = new @Nullable Inode[BATCH];
    int[] blocks = new int[BATCH];
    int n = pool.dirty(files, blocks);
    for (int i = 0; i < n; i++) {
      Inode f = files[i];
      if (f != null) {
        f.lock.writeLock().lock();
        try {
          writeBack(f, blocks[i], 1);
        } finally {
          f.lock.writeLock().unlock();
        }
      }
    }
    if (n == 0) {
      LockSupport.parkNanos(1_000); // all is busy: others are about to settle it
    }
  }

  /** Blocks b..b+n-1 of f, written back, come to be blocks d.. of g too, which are holes. */
  void shareBlocks(Inode f, int b, int n, Inode g, int d) {
    List<BlockRun> runs = f.blocks.copy(b, n, d - b);
    for (BlockRun run : runs) {
      store.retain(run.block, run.length);
      g.blocks.set(run);
    }
  }
}
