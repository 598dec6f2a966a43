package org.fragcache;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.fragcache.ExtentTable.Extent;
import org.fragcache.Referrers.Referrer;

/**
 * The invariants of {@code spec/FragmentCacheProperties.tla}, under their names there, evaluated on
 * the cache's structures in the order of that module. StoreBlocksInv is added: the specification
 * has no store blocks that could leak.
 */
final class InvariantChecker {
  /** A block of a file, or an offset of a fragment. */
  private record Place(Mapping mapping, int index) {
    @Override
    public String toString() {
      return mapping + " at " + index;
    }
  }

  private record Reference(Inode file, int at, int offset) {
    @Override
    public String toString() {
      return file + " at " + at + " to offset " + offset;
    }
  }

  private interface EachEntry {
    void visit(Inode f, int b, long entry);
  }

  private final PageCache cache;
  private final ByteBuffer scratch;

  InvariantChecker(PageCache cache, int blockSize) {
    this.cache = cache;
    this.scratch = ByteBuffer.allocate(blockSize);
  }

  void check() {
    oneOwnerInv();
    folioRefsInv();
    refsExactInv();
    rmapCompleteInv();
    freedFragmentInv();
    fragmentFoliosInv();
    fragmentCleanInv();
    ownCleanInv();
    slotMapInv();
    extentRefsInv();
    memoryBoundInv();
    storeBlocksInv();
  }

  private void oneOwnerInv() {
    Map<Integer, Set<Place>> places = new HashMap<>();
    eachSlot(
        (f, b, s) -> {
          if (Slot.isOwn(s)) {
            places.computeIfAbsent(Slot.folio(s), p -> new HashSet<>()).add(new Place(f, b));
          }
        });
    for (Fragment fr : fragments()) {
      for (int o = 0; o < fr.length(); o++) {
        Folio p = fr.folio(o);
        if (p != null) {
          places.computeIfAbsent(p.id, i -> new HashSet<>()).add(new Place(fr, o));
        }
      }
    }
    for (Folio p : folios()) {
      Set<Place> actual = places.getOrDefault(p.id, Set.of());
      places.remove(p.id);
      if (p.mapping == null) {
        throw violated("OneOwnerInv", p, "in use without a mapping", "one");
      }
      Set<Place> expected = Set.of(new Place(p.mapping, p.index));
      if (!actual.equals(expected)) {
        throw violated("OneOwnerInv", p, "places " + actual, expected);
      }
    }
    if (!places.isEmpty()) {
      throw violated("OneOwnerInv", "free folios", "places " + places, "none");
    }
  }

  private void folioRefsInv() {
    for (Folio p : folios()) {
      if (p.refs() != 1) {
        throw violated("FolioRefsInv", p, "refs " + p.refs(), 1);
      }
    }
  }

  private void refsExactInv() {
    Map<Integer, Long> slots = new HashMap<>();
    eachSlot(
        (f, b, s) -> {
          if (Slot.isRef(s)) {
            slots.merge(Slot.fragment(s), 1L, Long::sum);
          }
        });
    for (Fragment fr : fragments()) {
      long expected = slots.getOrDefault(fr.key, 0L);
      slots.remove(fr.key);
      if (fr.count() != expected) {
        throw violated("RefsExactInv", fr, "count " + fr.count(), expected);
      }
    }
    if (!slots.isEmpty()) {
      throw violated(
          "RefsExactInv", "fragments not in memory", "count 0", "slots by fragment " + slots);
    }
  }

  private void rmapCompleteInv() {
    for (Fragment fr : fragments()) {
      Set<Reference> expected = new HashSet<>();
      eachSlot(
          (f, b, s) -> {
            if (Slot.isRef(s) && Slot.fragment(s) == fr.key) {
              expected.add(new Reference(f, b, Slot.offset(s)));
            }
          });
      Set<Reference> actual = new HashSet<>();
      for (Referrer r : fr.referrers.runs()) {
        for (int i = 0; i < r.len(); i++) {
          if (!actual.add(new Reference(r.file(), r.at() + i, r.offset() + i))) {
            throw violated("RmapCompleteInv", fr, "twice in " + runs(fr), "once " + r);
          }
        }
        for (Referrer q : fr.referrers.runs()) {
          if (r.file() == q.file()
              && r.at() + r.len() == q.at()
              && r.offset() + r.len() == q.offset()) {
            throw violated("RmapCompleteInv", fr, "runs " + runs(fr), "whole runs");
          }
        }
      }
      if (!actual.equals(expected)) {
        throw violated("RmapCompleteInv", fr, "referrers " + runs(fr), "slots " + expected);
      }
    }
  }

  private static String runs(Fragment fr) {
    return fr.referrers.runs().toString();
  }

  private void freedFragmentInv() {
    for (Fragment fr : fragments()) {
      if (fr.count() == 0) {
        throw violated("FreedFragmentInv", fr, "in memory with count 0", "not in memory");
      }
      for (int o = 0; o < fr.length(); o++) {
        Folio p = fr.folio(o);
        if (p != null && !fr.referrers.covers(o)) {
          throw violated(
              "FreedFragmentInv", fr + " offset " + o, p + " without referrer", "no folio");
        }
      }
    }
  }

  void fragmentFoliosInv() {
    for (Folio p : folios()) {
      if (p.mapping instanceof Fragment fr && cache.fragments.get(fr.key) != fr) {
        throw violated("FragmentFoliosInv", p, "in " + fr + ", not in memory", "one in memory");
      }
    }
  }

  private void fragmentCleanInv() {
    for (Fragment fr : fragments()) {
      Extent x = cache.extents.find(fr.key);
      for (int o = 0; o < fr.length(); o++) {
        Folio p = fr.folio(o);
        if (p == null) {
          continue;
        }
        String whose = fr + " offset " + o;
        if (p.dirty) {
          throw violated("FragmentCleanInv", whose, p + " dirty", "clean");
        }
        if (x == null || o >= x.length()) {
          throw violated("FragmentCleanInv", whose, p, "no folio: it is not in the extent");
        }
        requireStored("FragmentCleanInv", whose, p, x.block(o));
      }
    }
  }

  private void ownCleanInv() {
    eachSlot(
        (f, b, s) -> {
          Folio p = cache.ownFolio(f, b);
          if (p != null && !p.dirty) {
            long m = f.bmap.get(b);
            if (!Mapped.isOwn(m)) {
              throw violated("OwnCleanInv", f + " at " + b, Mapped.text(m), "an own block");
            }
            requireStored("OwnCleanInv", f + " at " + b, p, Mapped.block(m));
          }
        });
  }

  private void requireStored(String invariant, String whose, Folio p, long block) {
    cache.store.load(block, scratch.clear());
    int at = p.bytes().mismatch(scratch.flip());
    if (at >= 0) {
      throw violated(
          invariant,
          whose,
          p + " byte " + at + " is " + p.data.get(at),
          scratch.get(at) + " as in store block " + block);
    }
  }

  private void slotMapInv() {
    for (Inode f : cache.inodes.values()) {
      if (!f.incore && f.slot.end() > 0) {
        throw violated("SlotMapInv", f, "slots without inode in core", "all slots empty");
      }
      int end = Math.max(f.slot.end(), f.bmap.end());
      if (end > f.size) {
        throw violated("SlotMapInv", f, "entries up to block " + end, "up to size " + f.size);
      }
    }
    eachSlot(
        (f, b, s) -> {
          if (Slot.isRef(s)) {
            long m = f.bmap.get(b);
            if (m != Mapped.shared(Slot.fragment(s), Slot.offset(s))) {
              throw violated("SlotMapInv", f + " at " + b, Slot.text(s), "as " + Mapped.text(m));
            }
          }
        });
  }

  private void extentRefsInv() {
    Map<Long, Integer> maps = new HashMap<>();
    eachMapped(
        (f, b, m) -> {
          if (Mapped.isShared(m)) {
            maps.merge(m, 1, Integer::sum);
            Extent x = cache.extents.find(Mapped.extent(m));
            if (x == null || Mapped.offset(m) >= x.length()) {
              throw violated(
                  "ExtentRefsInv", f + " at " + b, Mapped.text(m), "a block of an extent");
            }
          }
        });
    for (int e = 1; e < cache.extents.end(); e++) {
      Extent x = cache.extents.find(e);
      if (x == null) {
        continue;
      }
      int live = 0;
      for (int o = 0; o < x.length(); o++) {
        int expected = maps.getOrDefault(Mapped.shared(e, o), 0);
        if (x.refs(o) != expected) {
          throw violated(
              "ExtentRefsInv", "extent " + e + " offset " + o, "refs " + x.refs(o), expected);
        }
        live += x.refs(o) > 0 ? 1 : 0;
      }
      if (live == 0) {
        throw violated("ExtentRefsInv", "extent " + e, "no block referred to", "a free extent");
      }
    }
  }

  void memoryBoundInv() {
    Set<Place> alone = new HashSet<>();
    eachMapped(
        (f, b, m) -> {
          if (Mapped.isOwn(m)) {
            alone.add(new Place(f, b));
          }
        });
    eachSlot(
        (f, b, s) -> {
          Folio p = cache.ownFolio(f, b);
          if (p != null && p.dirty) {
            alone.add(new Place(f, b));
          }
        });
    long expected = alone.size() + sharedBlocks();
    if (cache.folios.count() > expected) {
      throw violated(
          "MemoryBoundInv", "cache", cache.folios.count() + " folios", "at most " + expected);
    }
  }

  private void storeBlocksInv() {
    long[] own = new long[1];
    eachMapped((f, b, m) -> own[0] += Mapped.isOwn(m) ? 1 : 0);
    long expected = own[0] + sharedBlocks();
    if (cache.store.allocated() != expected) {
      throw violated(
          "StoreBlocksInv", "store", cache.store.allocated() + " blocks allocated", expected);
    }
  }

  private long sharedBlocks() {
    long n = 0;
    for (int e = 1; e < cache.extents.end(); e++) {
      Extent x = cache.extents.find(e);
      for (int o = 0; x != null && o < x.length(); o++) {
        n += x.refs(o) > 0 ? 1 : 0;
      }
    }
    return n;
  }

  private void eachSlot(EachEntry visitor) {
    for (Inode f : cache.inodes.values()) {
      for (int b = 0; b < f.slot.end(); b++) {
        visitor.visit(f, b, f.slot.get(b));
      }
    }
  }

  private void eachMapped(EachEntry visitor) {
    for (Inode f : cache.inodes.values()) {
      for (int b = 0; b < f.bmap.end(); b++) {
        visitor.visit(f, b, f.bmap.get(b));
      }
    }
  }

  private Iterable<Fragment> fragments() {
    return cache.fragments.values();
  }

  private Iterable<Folio> folios() {
    return cache.folios.used();
  }

  private static IllegalStateException violated(
      String invariant, Object whose, Object actual, Object expected) {
    return new IllegalStateException(
        invariant + ": " + whose + ": " + actual + ", expected " + expected);
  }
}
