package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * Drops references that slots held to a fragment, after they and the entries in page tables that
 * came of them are gone (D10). Count zero is final: the fragment goes with all its folios (D8).
 * Else a folio that no referrer covers any longer is dead and goes (D3). Procedure {@code Drop} of
 * FragmentSteps; iput().
 */
final class Drop {
  private final PageCache cache;
  private final Steps steps;

  Drop(PageCache cache) {
    this.cache = cache;
    this.steps = cache.steps;
  }

  /** Blocks b..b+n-1 of f, a part of one run, referred to the fragment, and do so no longer. */
  void references(Inode f, int b, int n, Ref ref) {
    steps.at(Step.DropReferrer);
    int dead = cache.unregister(f, b, n);
    if (!count(ref.fragment(), n) && dead >= 0) {
      dropDead(ref.fragment(), dead, ref.offset(b) + n);
    }
  }

  /**
   * Counts that were taken for slots go; true if they were the last, and the fragment with them.
   */
  boolean count(Fragment fr, int n) {
    steps.at(Step.DropCount);
    if (!fr.put(n)) {
      return false;
    }
    steps.at(Step.DropUnhash);
    cache.fragments.remove(fr);
    // Nothing is inserted from here on: that checks the count under i_pages, which the scan takes.
    dropFolios(fr, 0, Integer.MAX_VALUE);
    steps.at(Step.DropFree);
    return true;
  }

  private void dropFolios(Fragment fr, int from, int to) {
    for (int o = next(fr, from, to); o < to; o = next(fr, o + 1, to)) {
      dropFolio(fr, o);
    }
  }

  private static int next(Fragment fr, int from, int to) {
    synchronized (fr.mapping) {
      return fr.mapping.slots.next(from, to);
    }
  }

  /** Offsets that no referrer covers any longer; on disk one may cover them again meanwhile. */
  private void dropDead(Fragment fr, int from, int to) {
    int o = from;
    while (o < to) {
      int end;
      synchronized (fr.referrers) {
        o = fr.referrers.coveredTo(o, to);
        end = fr.referrers.nextCovered(o, to);
      }
      dropFolios(fr, o, end);
      o = end;
    }
  }

  /** Waits for who fills it; a reader that has it keeps it, but nobody finds it any more. */
  private void dropFolio(Fragment fr, int o) {
    for (; ; Thread.onSpinWait()) {
      Folio p = fr.folio(o);
      if (p == null) {
        return;
      }
      if (!p.tryGet()) {
        continue; // frozen by reclaim, which is about to remove it
      }
      steps.lock(Step.DropFolios, p);
      boolean isThere = isIn(p, fr.mapping, o);
      if (isThere) {
        removeDead(fr, o, p);
      }
      cache.unlockPut(p);
      if (isThere) {
        return;
      }
    }
  }

  /** Unless a referrer covers it again, which may have found it. */
  private void removeDead(Fragment fr, int o, Folio p) {
    synchronized (fr.referrers) {
      if (!fr.referrers.covers(o)) {
        cache.remove(p);
      }
    }
  }

  private static boolean isIn(Folio p, @Nullable Mapping m, int index) {
    return p.mapping == m && p.index == index;
  }
}
