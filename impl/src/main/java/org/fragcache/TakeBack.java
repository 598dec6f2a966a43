package org.fragcache;

import org.fragcache.ExtentTable.Extent;
import org.fragcache.Referrers.Referrer;
import org.jspecify.annotations.Nullable;

/**
 * TakeBack (D9): the only referrer of a fragment takes its folios and blocks back, without a copy.
 * Under the cache's lock.
 */
final class TakeBack {
  private final PageCache cache;

  TakeBack(PageCache cache) {
    this.cache = cache;
  }

  /** False, and nothing is done, unless f alone has this fragment and its extent. */
  boolean takeBack(@Nullable Inode f, @Nullable Fragment fr) {
    if (f == null || fr == null || f.orphan || !f.incore || !refersAlone(f, fr)) {
      return false;
    }
    if (cache.memoryBacked) {
      takeFolios(f, fr);
      cache.removeFragment(fr);
      return true;
    }
    Extent x = cache.extents.get(fr.key);
    if (!mapsAlone(f, fr.key, x)) {
      return false;
    }
    takeFolios(f, fr);
    takeBlocks(f, fr.key, x);
    cache.removeFragment(fr);
    cache.extents.remove(fr.key);
    return true;
  }

  /** Every slot that refers is f's, each to another offset, and no folio is held by others. */
  private static boolean refersAlone(Inode f, Fragment fr) {
    boolean[] referred = new boolean[fr.length()];
    for (Referrer r : fr.referrers.runs()) {
      if (r.file() != f) {
        return false;
      }
      for (int o = r.offset(); o < r.offset() + r.len(); o++) {
        if (referred[o]) {
          return false;
        }
        referred[o] = true;
      }
    }
    for (int o = 0; o < fr.length(); o++) {
      Folio p = fr.folio(o);
      if (p != null && (p.isPinned() || p.poisoned)) {
        return false;
      }
    }
    return true;
  }

  /** Every live block has one reference, and it is from f's block map. */
  private static boolean mapsAlone(Inode f, int e, Extent x) {
    int live = 0;
    for (int o = 0; o < x.length(); o++) {
      if (x.refs(o) > 1) {
        return false;
      }
      live += x.refs(o);
    }
    for (int b = 0; b < f.bmap.end(); b++) {
      live -= isBlockOf(e, f.bmap.get(b)) ? 1 : 0;
    }
    return live == 0;
  }

  private static boolean isBlockOf(int e, long m) {
    return Mapped.isShared(m) && Mapped.extent(m) == e;
  }

  private void takeFolios(Inode f, Fragment fr) {
    for (int b = 0; b < f.slot.end(); b++) {
      long s = f.slot.get(b);
      if (!Slot.isRef(s) || Slot.fragment(s) != fr.key) {
        continue;
      }
      Folio p = fr.folio(Slot.offset(s));
      if (p == null) {
        f.slot.set(b, Slot.EMPTY);
      } else {
        fr.setFolio(Slot.offset(s), null);
        p.mapping = f;
        p.index = b;
        f.slot.set(b, Slot.ownFolio(p.id));
      }
    }
  }

  private void takeBlocks(Inode f, int e, Extent x) {
    for (int b = 0; b < f.bmap.end(); b++) {
      long m = f.bmap.get(b);
      if (isBlockOf(e, m)) {
        f.bmap.set(b, Mapped.own(x.block(Mapped.offset(m))));
        Folio p = cache.ownFolio(f, b);
        if (p != null) {
          cache.room.release(p); // dirty over a block of its own now
        }
      }
    }
  }
}
