package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * TakeBack (D9): the only referrer of a fragment takes its folios and blocks back, without a copy.
 * While no call is under way.
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
    Extent x = fr.extent;
    if (x != null && !mapsAlone(f, x)) {
      return false;
    }
    takeFolios(f, fr);
    cache.fragments.remove(fr);
    if (x != null) {
      takeBlocks(f, x);
      cache.extents.remove(x);
    }
    return true;
  }

  /** Every slot that refers is f's, each to another offset, and no folio is held by others. */
  private static boolean refersAlone(Inode f, Fragment fr) {
    boolean[] referred = new boolean[fr.length];
    boolean[] alone = {true};
    fr.referrers.forEach(
        r -> {
          alone[0] &= r.file == f;
          for (int o = r.offset(); o < r.offset() + r.len(); o++) {
            alone[0] &= !referred[o];
            referred[o] = true;
          }
        });
    for (int o = 0; o < fr.length; o++) {
      Folio p = fr.folio(o);
      alone[0] &= p == null || !(p.isPinned() || p.is(Folio.POISONED));
    }
    return alone[0];
  }

  /** Every live block has one reference, and it is from f's block map. */
  private static boolean mapsAlone(Inode f, Extent x) {
    for (int o = 0; o < x.length; o++) {
      if (x.refs(o) > 1) {
        return false;
      }
    }
    int[] mapped = new int[1];
    f.bmap.forEach(0, Integer.MAX_VALUE, (at, n, blocks) -> mapped[0] += isOf(x, blocks) ? n : 0);
    return mapped[0] == x.live();
  }

  private static boolean isOf(Extent x, Blocks blocks) {
    return blocks instanceof Blocks.Shared shared && shared.extent() == x;
  }

  private static void takeFolios(Inode f, Fragment fr) {
    Mapping m = f.mapping();
    int end = f.slotEnd();
    for (int b = 0; b < end; b++) {
      if (!(m.slots.load(b) instanceof Ref ref) || ref.fragment() != fr) {
        continue;
      }
      int o = ref.offset(b);
      Folio p = fr.folio(o);
      synchronized (m) {
        if (p == null) {
          m.slots.store(b, 1, null);
        } else {
          synchronized (fr.mapping) {
            fr.mapping.giveUp(o, null);
          }
          m.adopt(b, p);
        }
      }
      f.refs.remove(b, 1);
      f.drops++;
    }
  }

  private void takeBlocks(Inode f, Extent x) {
    int end = f.mapEnd();
    for (int b = 0; b < end; b++) {
      if (f.bmap.get(b) instanceof Blocks.Shared shared && shared.extent() == x) {
        f.bmap.put(b, 1, new Blocks.Own(x.block(shared.offset(b)) - b));
        cache.changed.blocks(f, b, 1);
        Folio p = f.ownFolio(b);
        if (p != null && (p.clear(Folio.RESERVED) & Folio.RESERVED) != 0) {
          cache.room.give(1); // dirty over a block of its own now
        }
      }
    }
  }
}
