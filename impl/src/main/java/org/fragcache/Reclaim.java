package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * The environment's steps (D16), and the policy that takes them when memory is short: a clock over
 * folios, by id. The hand gives a folio that was looked up since it last passed a second chance,
 * and skips dirty ones. If no folio is clean it writes back a batch of dirty ones first.
 */
final class Reclaim {
  /** Dirty folios written back at a time when none is clean, as SWAP_CLUSTER_MAX. */
  private static final int BATCH = 32;

  private final PageCache cache;
  private int hand = 1;
  private long reclaimed;

  Reclaim(PageCache cache) {
    this.cache = cache;
  }

  long reclaimed() {
    return reclaimed;
  }

  boolean writeback(@Nullable Inode f, int b) {
    Folio p = ownFolio(f, b);
    if (f == null || p == null || !p.dirty) {
      return false;
    }
    cache.cleanBlocks(f, b, 1);
    return true;
  }

  boolean reclaimOwn(@Nullable Inode f, int b) {
    Folio p = ownFolio(f, b);
    if (f == null || p == null || p.dirty) {
      return false;
    }
    cache.emptySlots(f, b, 1);
    reclaimed++;
    return true;
  }

  private @Nullable Folio ownFolio(@Nullable Inode f, int b) {
    return f == null || b < 0 ? null : cache.ownFolio(f, b);
  }

  /** References stay as they are: they name an offset, not a folio (D2). */
  boolean reclaimFragment(@Nullable Fragment fr, int o) {
    Folio p = fr == null || o < 0 || o >= fr.length() ? null : fr.folio(o);
    if (fr == null || p == null) {
      return false;
    }
    fr.setFolio(o, null);
    cache.removeFolio(p);
    reclaimed++;
    return true;
  }

  /** Only an inode without dirty folios leaves memory. Its block map stays. */
  boolean evict(@Nullable Inode f) {
    if (f == null || !f.incore) {
      return false;
    }
    int end = f.slot.end();
    for (int b = 0; b < end; b++) {
      Folio p = cache.ownFolio(f, b);
      if (p != null && p.dirty) {
        return false;
      }
    }
    cache.emptySlots(f, 0, end);
    f.incore = false;
    return true;
  }

  /** Frees at least one folio. Called when all are in use, each by a mapping. */
  void makeRoom() {
    if (reclaimClean()) {
      return;
    }
    writebackBatch();
    if (!reclaimClean()) {
      throw new IllegalStateException(
          "reclaim: no clean folio among " + cache.folios.count() + ", expected one");
    }
  }

  private boolean reclaimClean() {
    // Twice around: the first time may only take second chances away.
    for (int left = 2 * cache.folios.count(); left > 0; left--) {
      Folio p = advance();
      if (p.dirty) {
        continue;
      }
      if (p.referenced) {
        p.referenced = false;
      } else {
        return reclaimFolio(p);
      }
    }
    return false;
  }

  private boolean reclaimFolio(Folio p) {
    if (p.mapping instanceof Inode f) {
      return reclaimOwn(f, p.index);
    }
    return p.mapping instanceof Fragment fr && reclaimFragment(fr, p.index);
  }

  private void writebackBatch() {
    int start = hand;
    int done = 0;
    for (int left = cache.folios.count(); left > 0 && done < BATCH; left--) {
      Folio p = advance();
      if (p.mapping instanceof Inode f && writeback(f, p.index)) {
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
