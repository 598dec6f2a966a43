package org.fragcache;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the store and memory are used for, and that nothing leaks. */
final class SpaceInvariants extends InvariantChecker {
  SpaceInvariants(PageCache cache, Durable durable) {
    super(cache, durable);
  }

  @Override
  void check() {
    extentRefsInv();
    memoryBoundInv();
    storeBlocksInv();
    capacityInv();
    durableInv();
  }

  private void extentRefsInv() {
    Map<Long, Integer> maps = new HashMap<>();
    eachMapped(
        (f, b, m) -> {
          if (Mapped.isShared(m)) {
            maps.merge(m, 1, Integer::sum);
            Extent x = cache.extents.find(Mapped.extent(m));
            if (x == null || Mapped.offset(m) >= x.length) {
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
      for (int o = 0; o < x.length; o++) {
        long expected = maps.getOrDefault(Mapped.shared(e, o), 0);
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

  /** Never more folios in mappings than distinct blocks in use. */
  void memoryBoundInv() {
    Set<Place> blocks = new HashSet<>();
    eachMapped(
        (f, b, m) -> {
          if (Mapped.isOwn(m)) {
            blocks.add(new Place(f, b));
          }
        });
    eachSlot(
        (f, b, s) -> {
          Folio p = f.ownFolio(b);
          if (p != null && (p.isDirty() || p.is(Folio.POISONED) || cache.memoryBacked)) {
            blocks.add(new Place(f, b));
          } else if (Slot.isRef(s) && cache.memoryBacked) {
            blocks.add(new Place(fragmentOf(s), Slot.offset(s)));
          }
        });
    long expected = blocks.size() + sharedBlocks();
    long mapped = cache.folios.used().stream().filter(p -> p.host() != null).count();
    if (mapped > expected) {
      throw violated("MemoryBoundInv", "cache", mapped + " folios", "at most " + expected);
    }
  }

  /** Store blocks in use are those that block maps, extents and the durable metadata name. */
  private void storeBlocksInv() {
    BitSet named = new BitSet();
    eachMapped(
        (f, b, m) -> {
          if (Mapped.isOwn(m)) {
            name(named, Mapped.block(m), f + " at " + b);
          }
        });
    for (int e = 1; e < cache.extents.end(); e++) {
      Extent x = cache.extents.find(e);
      for (int o = 0; x != null && o < x.length; o++) {
        if (x.refs(o) > 0) {
          name(named, x.block(o), "extent " + e + " offset " + o);
        }
      }
    }
    long expected = (long) named.cardinality() + cache.store.deferred();
    if (durable.isSettled()) {
      named.or(durable.metadata().blocks());
      if (named.cardinality() != expected) {
        throw violated(
            "StoreBlocksInv",
            "store",
            cache.store.deferred() + " blocks kept for the durable metadata",
            cache.store.deferred() + named.cardinality() - expected);
      }
    }
    if (cache.store.allocated() != expected) {
      throw violated(
          "StoreBlocksInv", "store", cache.store.allocated() + " blocks allocated", expected);
    }
  }

  private static void name(BitSet named, long block, String whose) {
    if (named.get((int) block)) {
      throw violated("StoreBlocksInv", whose, "store block " + block + " of another", "its own");
    }
    named.set((int) block);
  }

  /** What is counted as used is used, and it is within the capacity. */
  private void capacityInv() {
    long[] used = {cache.memoryBacked ? 0 : sharedBlocks()};
    if (cache.memoryBacked) {
      used[0] = cache.folios.used().stream().filter(p -> p.host() != null).count();
    } else {
      eachMapped((f, b, m) -> used[0] += Mapped.isOwn(m) ? 1 : 0);
      eachSlot(
          (f, b, s) -> {
            Folio p = f.ownFolio(b);
            used[0] += p != null && p.isDirty() && !Mapped.isOwn(f.mapEntry(b)) ? 1 : 0;
          });
    }
    if (cache.room.used() != used[0]) {
      throw violated("CapacityInv", "cache", cache.room.used() + " counted as used", used[0]);
    }
    if (used[0] > cache.room.capacity()) {
      throw violated("CapacityInv", "cache", used[0] + " used", "at most " + cache.room.capacity());
    }
  }

  /** What lasts can be read back: its counts are those of its block maps. */
  void durableInv() {
    if (!durable.isSettled()) {
      return;
    }
    try {
      durable.metadata().requireConsistent();
    } catch (IOException e) {
      throw violated(
          "DurableInv", "durable metadata", String.valueOf(e.getMessage()), "consistent");
    }
  }

  private long sharedBlocks() {
    long n = 0;
    for (int e = 1; e < cache.extents.end(); e++) {
      Extent x = cache.extents.find(e);
      for (int o = 0; x != null && o < x.length; o++) {
        n += x.refs(o) > 0 ? 1 : 0;
      }
    }
    return n;
  }
}
