package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * Moves a folio to other memory. Slots of sharers stay: they name an offset, not a folio (D2).
 * FragmentSteps; folio_migrate_mapping().
 */
final class Migrate {
  private final PageCache cache;
  private final Steps steps;

  Migrate(PageCache cache) {
    this.cache = cache;
    this.steps = cache.steps;
  }

  /**
   * Moves the folio at an index of a mapping; false, and nothing is done, if there is none, it is
   * in use, or no folio is free.
   */
  boolean migrate(Mapping m, int index) {
    steps.at(Step.MigrateFind);
    if (!(m.slots.load(index) instanceof Folio p) || !p.tryGet()) {
      return false;
    }
    steps.at(Step.MigrateLock);
    if (!p.tryLock()) {
      cache.folios.put(p);
      return false;
    }
    boolean mayMove =
        p.mapping == m
            && p.index == index
            && !p.isPinned()
            && !p.is(Folio.POISONED | Folio.WRITEBACK)
            && p.is(Folio.UPTODATE);
    Folio to = mayMove ? cache.folios.take() : null;
    if (to == null) {
      cache.unlockPut(p);
      return false;
    }
    return move(m, index, p, to);
  }

  private boolean move(Mapping m, int index, Folio p, Folio to) {
    steps.at(Step.MigrateUnmap);
    boolean mapped = p.refs() > 2; // more than the mapping's and this one's
    if (mapped) {
      cache.ptes.unmapForMigration(p);
    }
    steps.at(Step.MigrateFreeze);
    if (!p.freeze(2)) {
      steps.at(Step.MigrateUndo);
      cache.ptes.endMigration(p.id, p);
      cache.folios.put(to);
      cache.unlockPut(p);
      return false;
    }
    to.lock();
    steps.at(Step.MigrateReplace);
    int kept = Folio.DIRTY | Folio.RESERVED | Folio.REFERENCED;
    synchronized (m) {
      m.replace(index, p, to, kept);
    }
    steps.at(Step.MigrateCopy);
    to.data().put(p.data());
    to.set(Folio.UPTODATE);
    steps.at(Step.MigrateRestore);
    if (mapped) {
      cache.ptes.endMigration(p.id, to); // before the id can be another's
    }
    p.unlock();
    cache.folios.free(p);
    cache.unlockPut(to);
    return true;
  }

  /** As {@link #migrate(Mapping, int)}, of a mapping that may not be there. */
  boolean migrate(@Nullable Host host, int index) {
    Mapping m =
        host instanceof Inode f ? f.mapping() : host instanceof Fragment fr ? fr.mapping : null;
    return m != null && index >= 0 && migrate(m, index);
  }
}
