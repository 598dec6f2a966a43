package org.fragcache;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What of the capacity is used (D17). On disk: the blocks that files have on the store, and one for
 * each dirty folio that will need another, a reservation as of delayed allocation. Memory-backed:
 * the folios. A call takes what it may need before it changes anything, and gives back what it did
 * not use: see {@link Credit}. Counted as it changes; CapacityInv checks the sum. Thread safe.
 */
final class Room {
  private static final int PENDING_BITS = 31; // and a store has 2^31 blocks
  private static final long ONE = 1L << PENDING_BITS;
  private static final long PENDING = ONE - 1;
  private static final long MAX_HOLD = 1 << 16; // no call needs so many
  private static final long PAUSE_NANOS = 20_000;

  private final boolean memoryBacked;
  private final long capacity;

  /** What is used, and in the lowest bits, how much of that calls may give back at any moment. */
  private final AtomicLong state = new AtomicLong();

  Room(boolean memoryBacked, long capacity) {
    this.memoryBacked = memoryBacked;
    this.capacity = capacity;
  }

  long capacity() {
    return capacity;
  }

  /** {@code Used}. */
  long used() {
    return state.get() >> PENDING_BITS;
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

  /**
   * So many blocks more are used, for the moment, unless there is no room for them. If there is
   * none only because of what other calls may give back, waits for them: they wait for nothing that
   * the caller holds, which is no folio's lock.
   */
  boolean take(long n) {
    while (n != 0) {
      long s = state.get();
      long used = s >> PENDING_BITS;
      if (n <= capacity - used) {
        if (state.compareAndSet(s, s + n * ONE + n)) {
          return true;
        }
      } else if (n > capacity - (used - (s & PENDING))) {
        return false;
      } else {
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
    return true;
  }

  /** So many of those taken are used for good. */
  void use(long n) {
    state.getAndAdd(-n);
  }

  /** So many of those taken are not used. */
  void giveBack(long n) {
    state.getAndAdd(-(n * ONE + n));
  }

  /**
   * So many of those used, at most, the caller is about to give: from before others can see that
   * they are free, to when they have been given. Who finds no room waits for so long. The caller
   * waits for no room in between.
   *
   * @return for {@link #settle}
   */
  long hold(long n) {
    long held = Math.min(n, MAX_HOLD);
    state.getAndAdd(held);
    return held;
  }

  /** What was to be given has been, or is used on. */
  void settle(long held) {
    if (held != 0) {
      state.getAndAdd(-held);
    }
  }

  /** At open, of files that fit; or of what takes the place of something that goes. */
  void add(long n) {
    state.getAndAdd(n * ONE);
  }

  /** So many are used no longer. */
  void give(long n) {
    if (n != 0) {
      state.getAndAdd(-n * ONE);
    }
  }
}
