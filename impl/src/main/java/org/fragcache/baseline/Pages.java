package org.fragcache.baseline;

import java.nio.ByteBuffer;
import org.fragcache.CacheStats;
import org.jspecify.annotations.Nullable;

/**
 * What is done to the folios and blocks of one file, under its write lock. A method that fails, for
 * want of memory or on the store, leaves what every file shows as it was.
 */
abstract class Pages {
  final FolioPool pool;
  final Geometry geometry;

  Pages(Geometry geometry, FolioPool pool) {
    this.geometry = geometry;
    this.pool = pool;
  }

  abstract boolean isHole(Inode f, int b);

  /**
   * Block b, which is no hole, and not cached, comes to a folio of this file.
   *
   * @return its slot; the folio is busy until {@link FolioPool#settle}
   */
  abstract long fill(Inode f, int b);

  /**
   * n bytes of block b become those of {@code src} from its position, which stays, or zeros for
   * null; in a folio of this file alone. With n = 0 the block is only made ready: a store into it
   * cannot fail then, as long as the lock is held.
   */
  abstract void store(Inode f, int b, int at, int n, @Nullable ByteBuffer src);

  /** Blocks b..b+n-1 become holes. */
  abstract void drop(Inode f, int b, int n);

  /** The dirty ones of blocks b..b+n-1 are written back. */
  abstract void writeBack(Inode f, int b, int n);

  /**
   * There may be a folio to take where there was none. The caller holds no lock.
   *
   * @return whether to try again; if not, there is no room
   */
  abstract boolean makeRoom();

  abstract CacheStats stats();

  final void write(long slot, int at, int n, @Nullable ByteBuffer src) {
    Slab slab = pool.slab(slot);
    slab.put(pool.index(slot), at, n, src);
    slab.touch(pool.index(slot));
  }

  final boolean copyFolio(long from, long to) {
    return from != Slot.EMPTY
        && pool.slab(from).copyTo(pool.index(from), from, pool.slab(to), pool.index(to));
  }

  /** Blocks b..b+n-1 of a mapping lose their folios. */
  final void dropFolios(Mapping mapping, int b, int n) {
    int end = b + n;
    Leaf leaf = mapping.next(b);
    while (leaf != null && leaf.base < end) {
      int from = Math.max(b - leaf.base, 0);
      int to = Math.min(end - leaf.base, Node.FANOUT);
      pool.put(leaf.slots, from, to - from, mapping);
      mapping.clear(leaf, from, to);
      leaf = mapping.next(leaf.base + Node.FANOUT);
    }
  }
}
