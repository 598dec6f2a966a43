package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * Takes blocks from the cache of their file: the slot, then page-table entries, then own folios go
 * and references are dropped (D10). Never touches a folio that another file can still reach.
 * Procedure {@code Remove} of FragmentSteps; truncate_inode_pages_range().
 */
final class Remove {
  private final PageCache cache;
  private final Drop drop;
  private final Steps steps;

  Remove(PageCache cache, Drop drop) {
    this.cache = cache;
    this.drop = drop;
    this.steps = cache.steps;
  }

  /** Slots and blocks b..b+n-1 go. Both locks of the file are held. Does no I/O, so cannot fail. */
  void range(Inode f, int b, int n) {
    slots(f, b, n);
    cache.unmapBlocks(f, b, n);
  }

  /** Slots b..b+n-1 are empty. Both locks of the file are held, or nobody else uses it. */
  void slots(Inode f, int b, int n) {
    Mapping m = f.mapping();
    int end = (int) Math.min((long) b + n, m.slots.end());
    int done = b;
    for (int i = m.slots.next(b, end); i < end; i = m.slots.next(done, end)) {
      if (i > done) {
        zap(f, done, i - done); // the zero page, between entries
      }
      steps.at(Step.RemoveFind);
      Object entry = m.slots.load(i);
      if (entry instanceof Ref) {
        done = i + references(f, m, i, end);
      } else if (entry instanceof Folio) {
        own(f, m, i);
        done = i + 1;
      }
    }
    int last = (int) Math.min((long) b + n, Integer.MAX_VALUE);
    if (done < last) {
      zap(f, done, last - done); // the zero page, beyond the last entry
    }
  }

  private int references(Inode f, Mapping m, int b, int end) {
    RunMap.@Nullable Run<Referrer> run;
    synchronized (f.refs) {
      run = f.refs.find(b);
    }
    if (run == null) {
      throw new IllegalStateException(f + " at " + b + ": a reference without referrer");
    }
    int n = Math.min(run.end(), end) - b;
    steps.at(Step.RemoveSlot);
    synchronized (m) {
      m.slots.store(b, n, null);
    }
    zap(f, b, n);
    steps.at(Step.RemoveDrop);
    drop.references(f, b, n, run.value().ref);
    return n;
  }

  /** It may be reclaimed, or migrated, until it is locked. */
  private void own(Inode f, Mapping m, int b) {
    for (; ; Thread.onSpinWait()) {
      if (!(m.slots.load(b) instanceof Folio p)) {
        return;
      }
      if (!p.tryGet()) {
        continue;
      }
      steps.lock(Step.RemoveLock, p);
      if (p.mapping != m || p.index != b) {
        cache.unlockPut(p);
        steps.at(Step.RemoveFind);
        continue;
      }
      steps.awaitWriteback(Step.RemoveWait, p);
      steps.at(Step.RemoveSlot);
      cache.remove(p);
      zap(f, b, 1);
      steps.at(Step.RemoveUnlock);
      cache.unlockPut(p);
      return;
    }
  }

  private void zap(Inode f, int b, int n) {
    if (f.isMapped()) {
      steps.at(Step.RemoveZap);
      cache.ptes.zap(f, b, n);
    }
  }
}
