package org.fragcache;

/**
 * The policy that takes the environment's steps when memory is short: a clock over folios, by id.
 * The hand gives a folio that was looked up since it last passed a second chance, and skips those
 * that are dirty, pinned or poisoned. If no other is left it writes back a batch of dirty ones
 * first.
 */
final class Reclaim {
  /** Dirty folios written back at a time when none is clean, as SWAP_CLUSTER_MAX. */
  private static final int BATCH = 32;

  private final PageCache cache;
  private final FolioSteps steps;
  private int hand = 1;

  Reclaim(PageCache cache) {
    this.cache = cache;
    this.steps = new FolioSteps(cache);
  }

  FolioSteps steps() {
    return steps;
  }

  /**
   * Sees to it that n folios can be taken.
   *
   * @throws IllegalStateException if all others are pinned, poisoned or the only copy
   */
  void makeRoom(int n) {
    while (cache.folios.available() < n) {
      if (!reclaimClean()) {
        writebackBatch();
        if (!reclaimClean()) {
          throw new IllegalStateException(
              "memory: none of "
                  + cache.folios.count()
                  + " folios can be reclaimed, expected one that is neither pinned nor poisoned");
        }
      }
    }
  }

  private boolean reclaimClean() {
    // Twice around: the first time may only take second chances away.
    for (int left = 2 * cache.folios.count(); left > 0; left--) {
      Folio p = advance();
      if (p.dirty || p.isPinned() || p.poisoned) {
        continue;
      }
      if (p.referenced) {
        p.referenced = false;
      } else if (reclaimFolio(p)) {
        return true;
      }
    }
    return false;
  }

  private boolean reclaimFolio(Folio p) {
    if (p.mapping instanceof Inode f) {
      return steps.reclaimOwn(f, p.index);
    }
    return p.mapping instanceof Fragment fr && steps.reclaimFragment(fr, p.index);
  }

  private void writebackBatch() {
    int start = hand;
    int done = 0;
    for (int left = cache.folios.count(); left > 0 && done < BATCH; left--) {
      Folio p = advance();
      if (!p.isPinned() && p.mapping instanceof Inode f && steps.writeback(f, p.index)) {
        done++;
      }
    }
    hand = start; // the batch is what the hand meets next
  }

  private Folio advance() {
    Folio p = cache.folios.next(hand);
    if (p == null) {
      p = cache.folios.next(1);
    }
    if (p == null) {
      throw new IllegalStateException("reclaim: no folio in use, expected all");
    }
    hand = p.id + 1;
    return p;
  }
}
