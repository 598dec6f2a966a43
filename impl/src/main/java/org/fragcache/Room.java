package org.fragcache;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What of the capacity is used (D17). On disk: the blocks that files have on the store, and one for
 * each dirty folio that will need another, a reservation as of delayed allocation. Memory-backed:
 * the folios. A call takes what it may need before it changes anything, and gives back what it did
 * not use. Counted as it changes; CapacityInv checks the sum. Thread safe.
 */
final class Room {
  private final boolean memoryBacked;
  private final long capacity;
  private final AtomicLong used = new AtomicLong();

  Room(boolean memoryBacked, long capacity) {
    this.memoryBacked = memoryBacked;
    this.capacity = capacity;
  }

  long capacity() {
    return capacity;
  }

  /** {@code Used}. */
  long used() {
    return used.get();
  }

  /** {@code Need}: what storing into block b of f adds to what is used, at most. */
  int need(Inode f, int b) {
    Folio p = f.ownFolio(b);
    if (memoryBacked) {
      return p == null ? 1 : 0;
    }
    boolean isDirty = p != null && p.is(Folio.DIRTY | Folio.RESERVED);
    return isDirty || f.blocks(b) instanceof Blocks.Own ? 0 : 1;
  }

  /** So many blocks more are used, unless there is no room for them. */
  boolean take(long n) {
    if (n == 0) {
      return true;
    }
    long now = used.get();
    while (n <= capacity - now) {
      if (used.compareAndSet(now, now + n)) {
        return true;
      }
      now = used.get();
    }
    return false;
  }

  /** At open, of files that fit. */
  void add(long n) {
    used.getAndAdd(n);
  }

  /** So many are used no longer. */
  void give(long n) {
    if (n != 0) {
      used.getAndAdd(-n);
    }
  }
}
