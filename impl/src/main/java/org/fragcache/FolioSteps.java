package org.fragcache;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The environment's steps on folios and inodes (D16), but for migration: each returns false, and
 * does nothing, unless its guard holds. Those said to be alone want no call under way.
 */
final class FolioSteps {
  private final PageCache cache;
  private final Clean clean;
  private final Steps steps;
  private final LongAdder reclaimed = new LongAdder();

  FolioSteps(PageCache cache, Clean clean) {
    this.cache = cache;
    this.clean = clean;
    this.steps = cache.steps;
  }

  long reclaimed() {
    return reclaimed.sum();
  }

  private static @Nullable Folio ownFolio(@Nullable Inode f, int b) {
    return f == null || b < 0 ? null : f.ownFolio(b);
  }

  /** writeback_iter(). */
  boolean writeback(@Nullable Inode f, int b) {
    Folio p = ownFolio(f, b);
    if (f == null || p == null || !p.isDirty()) {
      return false;
    }
    steps.at(Step.WritebackBlock);
    clean.block(f, b);
    steps.at(Step.WritebackEnd);
    return true;
  }

  /** As {@link #reclaim}, of a file's own. */
  boolean reclaimOwn(@Nullable Inode f, int b) {
    Folio p = ownFolio(f, b);
    return f != null && p != null && reclaim(p, f.mapping());
  }

  /** As {@link #reclaim}, of a fragment's. */
  boolean reclaimFragment(@Nullable Fragment fr, int o) {
    Folio p = fr == null ? null : fr.folio(o);
    return fr != null && p != null && reclaim(p, fr.mapping);
  }

  /**
   * __remove_mapping(): gives a clean folio up, which can be had again from the store. Its entries
   * in page tables go; references to its fragment stay, for they name an offset, not a folio (D2).
   * Waits for nobody.
   *
   * @param m the mapping in which it was seen
   */
  boolean reclaim(Folio p, Mapping m) {
    steps.at(Step.ReclaimFind);
    if (cache.memoryBacked || !p.tryGet()) {
      return false;
    }
    steps.at(Step.ReclaimLock);
    if (!p.tryLock()) {
      cache.folios.put(p);
      return false;
    }
    boolean mayGo =
        p.mapping == m
            && !p.is(Folio.DIRTY | Folio.WRITEBACK | Folio.POISONED)
            && p.is(Folio.UPTODATE)
            && !p.isPinned();
    if (mayGo && p.refs() > 2) { // more than the mapping's and this one's: mapped, perhaps
      steps.at(Step.ReclaimUnmap);
      cache.ptes.zapFolio(p);
    }
    steps.at(Step.ReclaimFreeze);
    if (!mayGo || !p.freeze(2)) {
      cache.unlockPut(p);
      return false;
    }
    steps.at(Step.ReclaimDelete);
    synchronized (m) {
      m.remove(p);
    }
    steps.at(Step.ReclaimFree);
    p.unlock();
    cache.folios.free(p);
    reclaimed.increment();
    return true;
  }

  /** evict(). Only an inode that nothing needs leaves memory. Its block map stays. Alone. */
  boolean evict(@Nullable Inode f, Remove remove) {
    if (f == null || !f.incore || f.isMapped() || cache.memoryBacked) {
      return false;
    }
    steps.at(Step.EvictFind);
    int end = f.slotEnd();
    boolean[] needed = new boolean[1];
    f.mapping()
        .eachFolio(
            0,
            end,
            b -> {
              Folio p = f.ownFolio(b);
              if (p != null && (p.is(Folio.DIRTY | Folio.POISONED) || p.isPinned())) {
                needed[0] = true;
              }
            });
    if (needed[0]) {
      return false;
    }
    steps.at(Step.EvictBlocks);
    remove.slots(f, 0, end);
    steps.at(Step.EvictEnd);
    f.incore = false;
    return true;
  }

  /** memory_failure(). Alone. */
  boolean poisonOwn(@Nullable Inode f, int b, Remove remove) {
    Folio p = ownFolio(f, b);
    if (f == null || p == null || p.isPinned() || p.is(Folio.POISONED)) {
      return false;
    }
    if (p.isDirty() || cache.memoryBacked) {
      poison(p);
    } else {
      remove.slots(f, b, 1);
    }
    return true;
  }

  /** memory_failure(). Alone. */
  boolean poisonFragment(@Nullable Fragment fr, int o) {
    Folio p = fr == null ? null : fr.folio(o);
    if (fr == null || p == null || p.isPinned() || p.is(Folio.POISONED)) {
      return false;
    }
    if (cache.memoryBacked) {
      poison(p);
    } else {
      cache.ptes.zapFolio(p);
      p.lock();
      p.get();
      cache.remove(p);
      cache.unlockPut(p);
    }
    return true;
  }

  /**
   * The only copy of these bytes is lost. The folio stays in its mapping, so that readers get an
   * error and not old bytes or zeros (as mm/shmem.c since 5.16), until the range is dropped.
   */
  private void poison(Folio p) {
    cache.ptes.zapFolio(p);
    if ((p.clear(Folio.RESERVED | Folio.DIRTY) & Folio.RESERVED) != 0) {
      cache.room.give(1);
    }
    p.set(Folio.POISONED);
    cache.poisoned.incrementAndGet();
    p.zero(0, cache.geometry.blockSize());
  }
}
