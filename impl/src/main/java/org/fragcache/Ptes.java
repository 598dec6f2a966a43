package org.fragcache;

import org.fragcache.Referrers.Referrer;

/**
 * What reaches page tables from a folio: rmap. Of one file through its views, of a fragment through
 * its referrers (D4). There is no TLB: an entry that is gone is gone (D14).
 */
final class Ptes {
  private interface EachPte {
    void visit(View v, int b);
  }

  private final FolioPool folios;

  Ptes(FolioPool folios) {
    this.folios = folios;
  }

  /** Installs or replaces an entry; a new one has a reference on its folio. */
  void set(View v, int b, int folio, boolean writable) {
    long old = v.pte.get(b);
    if (folio != Pte.ZERO_PAGE) {
      folios.get(folio).get();
    }
    v.pte.set(b, Pte.of(folio, writable));
    putOld(old);
  }

  /** The entry goes, with its reference; a private copy stays. */
  void clear(View v, int b) {
    long old = v.pte.get(b);
    v.pte.set(b, Pte.NONE);
    putOld(old);
  }

  private void putOld(long pte) {
    if (pte != Pte.NONE && Pte.folio(pte) != Pte.ZERO_PAGE) {
      folios.put(folios.get(Pte.folio(pte)));
    }
  }

  /** Entries of blocks b..b+n-1 in every view of f go. */
  void zap(Inode f, int b, int n) {
    for (View v : f.views) {
      for (int i = v.pte.end(b, n) - 1; i >= b; i--) {
        clear(v, i);
      }
    }
  }

  /** Entries of block b in every view of f become read-only. */
  void protect(Inode f, int b) {
    for (View v : f.views) {
      long pte = v.pte.get(b);
      if (Pte.isWritable(pte)) {
        v.pte.set(b, Pte.of(Pte.folio(pte), false));
      }
    }
  }

  /** The folio's entries go, in every view of every file that maps it. */
  void zapFolio(Folio p) {
    rmap(p, (v, b) -> clear(v, b));
  }

  /** The entries of one folio come to be of another. */
  void move(Folio from, Folio to) {
    rmap(
        from,
        (v, b) -> {
          long pte = v.pte.get(b);
          if (pte != Pte.NONE && Pte.folio(pte) == from.id) {
            set(v, b, to.id, Pte.isWritable(pte));
          }
        });
  }

  private static void rmap(Folio p, EachPte visitor) {
    if (p.mapping instanceof Inode f) {
      f.views.forEach(v -> visitor.visit(v, p.index));
    } else if (p.mapping instanceof Fragment fr) {
      for (Referrer r : fr.referrers.runs()) {
        if (r.covers(p.index)) {
          r.file().views.forEach(v -> visitor.visit(v, r.at() + (p.index - r.offset())));
        }
      }
    }
  }
}
