package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * A block is made the file's own and dirty for who writes to memory: through a page table, or a
 * pin. Procedure {@code WriteFault} of FragmentSteps; filemap_page_mkwrite(), do_shared_fault().
 */
final class WriteFault {
  private final PageCache cache;
  private final Geometry geometry;
  private final Access access;
  private final Steps steps;

  WriteFault(PageCache cache, Access access) {
    this.cache = cache;
    this.geometry = cache.geometry;
    this.access = access;
    this.steps = cache.steps;
  }

  /** What is done with the folio while it is locked, and dirty. */
  interface Locked {
    void with(Folio p);
  }

  /**
   * Makes block b of f own and dirty, then lets {@code body} have its folio.
   *
   * @return false, and nothing is done, if the block is beyond EOF or poisoned, or there is no room
   */
  boolean fault(Inode f, int b, Locked body) {
    steps.lockShared(Step.FaultInvalidate, f.invalidate);
    try (Credit credit = new Credit(cache.room)) {
      steps.at(Step.FaultSize);
      if (f.gone || geometry.isBeyondEof(f, b) || access.isPoisoned(f, b)) {
        return false;
      }
      if (!credit.take(() -> cache.room.need(f, b))) {
        return false;
      }
      f.incore = true;
      Walk w = new Walk(f, b);
      access.begin(w, false, null, credit, Step.FaultLock);
      steps.at(Step.FaultMap);
      access.stored(w, credit);
      body.with(Access.fresh(w));
      access.end(w, Step.FaultUnlock);
      return true;
    } finally {
      steps.at(Step.FaultRelease);
      f.invalidate.unlockShared();
    }
  }

  /**
   * The folio of a block, filled if need be, with a reference; null for a hole.
   *
   * @param seen says whether it is to be used: false to look again
   */
  boolean read(Inode f, int b, Lookup lookup, Fill fill, Seen seen) {
    for (; ; ) {
      steps.at(Step.LoadSize);
      if (geometry.isBeyondEof(f, b) || access.isPoisoned(f, b)) {
        return false;
      }
      Walk w = new Walk(f, b);
      lookup.find(w);
      Folio p = w.page;
      if (p != null) {
        p.hint(Folio.REFERENCED);
        steps.at(Step.LoadHit);
        boolean inFile = !geometry.isBeyondEof(f, b) && !p.is(Folio.POISONED);
        boolean done = inFile && seen.use(w, p);
        steps.at(Step.LoadPut);
        cache.folios.put(p);
        if (done) {
          return true;
        }
        continue;
      }
      steps.lockShared(Step.LoadInvalidate, f.invalidate);
      try {
        if (f.gone) {
          return false;
        }
        boolean isHole = fill.fill(f, b);
        steps.at(Step.LoadHole);
        if (isHole && !geometry.isBeyondEof(f, b)) {
          w.entry = null;
          w.mapping = f.mapping();
          steps.at(Step.LoadZero);
          if (seen.use(w, null)) {
            return true;
          }
        }
      } finally {
        steps.at(Step.LoadRelease);
        f.invalidate.unlockShared();
      }
    }
  }

  /** What is done with what a block shows. */
  interface Seen {
    /**
     * Takes effect if the slot is still as it was, {@link Walk#holds}, and, for a hole, the block
     * map has none either: to be asked in the same step.
     *
     * @param p null for a hole
     * @return false if it is not
     */
    boolean use(Walk w, @Nullable Folio p);
  }
}
