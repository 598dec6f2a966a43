package org.fragcache;

/**
 * What of the capacity is used (D17). On disk: the blocks that files have on the store, and one for
 * each dirty folio that will need another, a reservation as of delayed allocation. Memory-backed:
 * the folios. Counted as it changes; CapacityInv checks the sum. Guarded by the cache's lock.
 */
final class Room {
  private final PageCache cache;
  private final long capacity;
  private long reserved;
  private long mapped;

  Room(PageCache cache, long capacity) {
    this.cache = cache;
    this.capacity = capacity;
  }

  long capacity() {
    return capacity;
  }

  /** {@code Used}. */
  long used() {
    return cache.memoryBacked ? mapped : cache.store.inUse() + reserved;
  }

  /** {@code Need}: what storing into block b of f adds to what is used, at most. */
  int need(Inode f, int b) {
    Folio p = cache.ownFolio(f, b);
    if (cache.memoryBacked) {
      return p == null ? 1 : 0;
    }
    boolean isDirty = p != null && p.dirty;
    return isDirty || Mapped.isOwn(f.bmap.get(b)) ? 0 : 1;
  }

  /** Whether so many blocks more can be used. */
  boolean has(long needed) {
    return needed == 0 || needed <= capacity - used();
  }

  /** A folio of block b of f becomes dirty. */
  void dirty(Inode f, int b, Folio p) {
    if (!cache.memoryBacked && !p.dirty) {
      p.dirty = true;
      if (!Mapped.isOwn(f.bmap.get(b))) {
        p.reserved = true;
        reserved++;
      }
    }
  }

  /** The folio's reservation, if it has one, is used or given up. */
  void release(Folio p) {
    if (p.reserved) {
      p.reserved = false;
      reserved--;
    }
  }

  void addMapped(int n) {
    mapped += n;
  }
}
