package org.fragcache;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The policy that takes the environment's steps when memory is short: a clock over folios, by id,
 * as CLOCK of Multics and the second chance of early BSD: an approximation of least recently used
 * whose hits cost a flag that is set already, and take no lock. The hand gives a folio that was
 * looked up since it last passed a second chance, and skips those that are dirty, pinned, poisoned
 * or in use. If no other is left it writes back a batch of dirty ones first, in file order.
 *
 * <p>Who needs memory turns the hand, one thread at a time. It waits for the store at most: folios
 * that others have locked are skipped, and who reads what is cached never comes here.
 */
final class Reclaim {
  /** Dirty folios written back at a time when none is clean, as SWAP_CLUSTER_MAX. */
  private static final int BATCH = 32;

  /**
   * As long as folios are only in use for the moment, so many rounds are tried; those in which the
   * store is at work do not count, for who waits for it lets go then.
   */
  private static final int ROUNDS = 2_000;

  private static final long PAUSE_NANOS = 100_000;

  private final PageCache cache;
  private final Clean clean;
  private final FolioSteps folioSteps;
  private final ReentrantLock turning = new ReentrantLock();
  private int hand = 1;

  Reclaim(PageCache cache) {
    this.cache = cache;
    this.clean = new Clean(cache);
    this.folioSteps = new FolioSteps(cache, clean);
  }

  FolioSteps steps() {
    return folioSteps;
  }

  Clean clean() {
    return clean;
  }

  /**
   * Tries to see to it that a folio can be taken; another thread may take it first. Called without
   * any folio's lock, for it may wait for writeback.
   *
   * @throws IllegalStateException if all are pinned, poisoned or the only copy, or none came free
   *     in a long time
   */
  void makeRoom() {
    boolean interrupted = false;
    try {
      for (int round = 0; round < ROUNDS; ) {
        if (turn()) {
          return;
        }
        if (isHopeless()) {
          break;
        }
        round += cache.store.isUnderWay() ? 0 : 1;
        interrupted |= Thread.interrupted(); // else the pause is none
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    throw new IllegalStateException(
        "memory: none of "
            + cache.folios.count()
            + " folios can be reclaimed, expected one that is neither pinned nor poisoned");
  }

  private boolean turn() {
    turning.lock();
    try {
      if (cache.folios.available() > 0 || reclaimClean()) {
        return true;
      }
      writebackBatch();
      return reclaimClean();
    } finally {
      turning.unlock();
    }
  }

  /** Nothing is in use for the moment only, or reserved by a call that will let it go. */
  private boolean isHopeless() {
    return cache.folios.reserved() == 0
        && cache.folios.available() == 0
        && cache.folios.used().stream().allMatch(p -> p.isPinned() || p.is(Folio.POISONED));
  }

  private boolean reclaimClean() {
    // Twice around: the first time may only take second chances away.
    for (int left = 2 * cache.folios.count(); left > 0; left--) {
      Folio p = advance();
      if (p == null) {
        return false;
      }
      Mapping m = p.mapping;
      if (m == null || p.is(Folio.DIRTY | Folio.POISONED) || p.isPinned()) {
        continue;
      }
      if (p.is(Folio.REFERENCED)) {
        p.clear(Folio.REFERENCED);
      } else if (folioSteps.reclaim(p, m)) {
        return true;
      }
    }
    return false;
  }

  private record Place(Inode file, int block) {}

  private void writebackBatch() {
    if (cache.memoryBacked) {
      return;
    }
    int start = hand;
    List<Place> batch = new ArrayList<>(BATCH);
    for (int left = cache.folios.count(); left > 0 && batch.size() < BATCH; left--) {
      Folio p = advance();
      if (p == null) {
        break;
      }
      Mapping m = p.mapping;
      int b = p.index; // if it has moved meanwhile, what is there by now is written back
      if (m != null && p.isDirty() && !p.isPinned() && m.host() instanceof Inode f) {
        batch.add(new Place(f, b));
      }
    }
    hand = start; // the batch is what the hand meets next
    batch.sort(Comparator.comparingLong((Place p) -> p.file().id).thenComparingInt(Place::block));
    for (Place p : batch) {
      clean.tryBlock(p.file(), p.block());
    }
  }

  /** Null if no folio is in use. */
  private @org.jspecify.annotations.Nullable Folio advance() {
    Folio p = cache.folios.next(hand);
    if (p == null) {
      p = cache.folios.next(1);
    }
    if (p != null) {
      hand = p.id + 1;
    }
    return p;
  }
}
