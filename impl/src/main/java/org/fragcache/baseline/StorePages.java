package org.fragcache.baseline;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.fragcache.CacheStats;
import org.jspecify.annotations.Nullable;

/** Files whose blocks are on a store, of which folios are copies. */
final class StorePages extends Pages {
  /** Folios written back at a time when none is clean, as SWAP_CLUSTER_MAX. */
  private static final int BATCH = 32;

  final Store store;

  StorePages(Geometry geometry, FolioPool pool, Store store) {
    super(geometry, pool);
    this.store = store;
  }

  @Override
  boolean isHole(Inode f, int b) {
    Leaf leaf = f.mapping.leaf(b);
    // A dirty slot names a folio; what a clean one named is on the store.
    return (leaf == null || !leaf.isDirty(b)) && f.blocks.get(b) == BlockMap.HOLE;
  }

  @Override
  long fill(Inode f, int b) {
    long slot = pool.take(f.mapping, b);
    boolean done = false;
    try {
      readTo(slot, f.blocks.get(b));
      done = true;
    } finally {
      if (!done) {
        pool.put(slot, f.mapping);
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
      pool.put(old, f.mapping);
    }
  }

  /** In a dirty folio: one that others have too is copied. */
  @Override
  void store(Inode f, int b, int at, int n, @Nullable ByteBuffer src) {
    Leaf leaf = f.mapping.leaf(b);
    long slot = leaf == null ? Slot.EMPTY : leaf.get(b);
    if (leaf != null && leaf.isDirty(b)) {
      write(slot, at, n, src);
    } else if (leaf != null && slot != Slot.EMPTY && pool.dirty(slot, f.mapping, b)) {
      write(slot, at, n, src);
      f.mapping.dirty(leaf, b);
    } else {
      long copy = copy(f, b, slot, n < geometry.blockSize);
      write(copy, at, n, src);
      install(f, b, copy);
      pool.dirty(copy, f.mapping, b);
      f.mapping.dirty(f.mapping.make(b), b);
    }
  }

  /** A new folio, busy, with the bytes of block b if they are needed. */
  private long copy(Inode f, int b, long slot, boolean needed) {
    long copy = pool.take(f.mapping, b);
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
        pool.put(copy, f.mapping);
      }
    }
  }

  /** Blocks b..b+n-1 lose their folios, then their store blocks. */
  @Override
  void drop(Inode f, int b, int n) {
    dropFolios(f.mapping, b, n);
    f.blocks.unmap(b, n, store);
  }

  /** Each in place if no other file has its store block, else to a new one. */
  @Override
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
    ByteBuffer bytes = pool.slab(slot).bytes(pool.index(slot));
    long old = f.blocks.get(b);
    if (old != BlockMap.HOLE && store.count(old) == 1) {
      store.write(old, bytes);
    } else {
      long block = store.writeNew(bytes);
      f.blocks.unmap(b, 1, store);
      f.blocks.set(b, block);
    }
    f.mapping.clean(leaf, 1L << leaf.entry(b));
    pool.clean(slot);
  }

  /** Writes some folios back, of any file. */
  @Override
  boolean makeRoom() {
    @Nullable Mapping[] mappings = new @Nullable Mapping[BATCH];
    int[] blocks = new int[BATCH];
    int n = pool.dirty(mappings, blocks);
    for (int i = 0; i < n; i++) {
      Mapping mapping = mappings[i];
      if (mapping != null) {
        Inode f = mapping.host;
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
    return true;
  }

  @Override
  CacheStats stats() {
    return new CacheStats(
        pool.used(),
        pool.dirty(),
        0,
        store.allocated(),
        store.reads(),
        store.writes(),
        pool.reclaimed());
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
