package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * What reaches page tables from a folio: rmap. Of one file through its views, of a fragment through
 * its referrers (D4). There is no TLB: an entry that is gone is gone (D14). Thread safe: takes the
 * monitor of a fragment's referrers, within it those of views, one at a time.
 */
final class Ptes {
  /** Called under the view's monitor. */
  private interface EachPte {
    void visit(View v, int b, long pte);
  }

  private final FolioPool folios;

  Ptes(FolioPool folios) {
    this.folios = folios;
  }

  /** The folio of an entry; null for none, and for the zero page. */
  @Nullable Folio folio(long pte) {
    return pte == Pte.NONE || Pte.folio(pte) == Pte.ZERO_PAGE ? null : folios.at(Pte.folio(pte));
  }

  /**
   * Installs or replaces an entry; a new one has a reference on its folio, of which the caller has
   * another. Null is the zero page. Under the view's monitor.
   */
  void set(View v, int b, @Nullable Folio p, boolean writable) {
    long old = v.pte.get(b);
    if (p != null) {
      p.get();
    }
    v.pte.set(b, Pte.of(p == null ? Pte.ZERO_PAGE : p.id, writable));
    putOld(v, old);
  }

  /** The entry goes, with its reference; a private copy stays. Under the view's monitor. */
  void clear(View v, int b) {
    long old = v.pte.get(b);
    v.pte.set(b, Pte.NONE);
    putOld(v, old);
  }

  /** An entry under migration has given its reference up, and accesses wait for it. */
  private void putOld(View v, long pte) {
    Folio p = Pte.isMigrating(pte) ? null : folio(pte);
    if (Pte.isMigrating(pte)) {
      v.notifyAll();
    } else if (p != null) {
      folios.put(p);
    }
  }

  /** Entries of blocks b..b+n-1 in every view of f go. */
  void zap(Inode f, int b, int n) {
    for (View v : f.views) {
      synchronized (v) {
        for (int i = v.pte.end(b, n) - 1; i >= b; i--) {
          if (v.pte.get(i) != Pte.NONE) {
            clear(v, i);
          }
        }
      }
    }
  }

  /** Entries of block b in every view of f become read-only. */
  void protect(Inode f, int b) {
    for (View v : f.views) {
      synchronized (v) {
        long pte = v.pte.get(b);
        if (Pte.isWritable(pte)) {
          v.pte.set(b, Pte.readOnly(pte));
        }
      }
    }
  }

  /** try_to_unmap(): the folio's entries go, in every view of every file that maps it. */
  void zapFolio(Folio p) {
    rmap(p, (v, b, pte) -> clear(v, b));
  }

  /** try_to_migrate(): the folio's entries keep accesses waiting, and give up their references. */
  void unmapForMigration(Folio p) {
    rmap(
        p,
        (v, b, pte) -> {
          v.pte.set(b, Pte.migrating(pte));
          folios.put(p);
        });
  }

  /**
   * remove_migration_ptes(): entries that wait for a folio are of another now. {@code to} is in the
   * mapping by now, so it is {@code to} that finds them.
   */
  void endMigration(int from, Folio to) {
    each(
        to,
        (v, b, pte) -> {
          if (Pte.isMigrating(pte) && Pte.folio(pte) == from) {
            to.get();
            v.pte.set(b, Pte.of(to.id, Pte.isWritable(pte)));
            v.notifyAll();
          }
        });
  }

  private static void rmap(Folio p, EachPte visitor) {
    each(
        p,
        (v, b, pte) -> {
          if (Pte.folio(pte) == p.id && !Pte.isMigrating(pte)) {
            visitor.visit(v, b, pte);
          }
        });
  }

  /** Every entry at a place where the folio's mapping may have it mapped. */
  private static void each(Folio p, EachPte visitor) {
    Mapping m = p.mapping;
    if (m == null) {
      return;
    }
    Host host = m.host(); // once: it may be donated, and both ways lead to the same entries
    if (host instanceof Fragment fr) {
      int o = p.index;
      synchronized (fr.referrers) {
        fr.referrers.forEachMapped(o, r -> eachView(r.file, r.at + (o - r.offset()), visitor));
      }
    } else if (host instanceof Inode f) {
      eachView(f, p.index, visitor);
    }
  }

  private static void eachView(Inode f, int b, EachPte visitor) {
    for (View v : f.views) {
      synchronized (v) {
        long pte = v.pte.get(b);
        if (pte != Pte.NONE) {
          visitor.visit(v, b, pte);
        }
      }
    }
  }
}
