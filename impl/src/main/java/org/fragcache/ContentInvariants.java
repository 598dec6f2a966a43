package org.fragcache;

import java.nio.ByteBuffer;

/** What folios and store blocks hold, and that slots and block maps agree. */
final class ContentInvariants extends InvariantChecker {
  private final ByteBuffer scratch;

  ContentInvariants(PageCache cache, Durable durable) {
    super(cache, durable);
    this.scratch = ByteBuffer.allocate(cache.geometry.blockSize());
  }

  @Override
  void check() {
    fragmentCleanInv();
    ownCleanInv();
    slotMapInv();
    memoryBackedInv();
    tailZeroInv();
  }

  private void fragmentCleanInv() {
    for (Fragment fr : fragments()) {
      Extent x = cache.extents.find(fr.key);
      for (int o = 0; o < fr.length; o++) {
        Folio p = fr.folio(o);
        if (p == null) {
          continue;
        }
        String whose = fr + " offset " + o;
        if (p.isDirty()) {
          throw violated("FragmentCleanInv", whose, p + " dirty", "clean");
        }
        if (p.isWritePinned()) {
          throw violated("FragmentCleanInv", whose, p + " under a write pin", "none");
        }
        if (!cache.memoryBacked) {
          if (x == null || o >= x.length) {
            throw violated("FragmentCleanInv", whose, p, "no folio: it is not in the extent");
          }
          requireStored("FragmentCleanInv", whose, p, x.block(o));
        }
      }
    }
  }

  private void ownCleanInv() {
    eachSlot(
        (f, b, s) -> {
          Folio p = f.ownFolio(b);
          if (p != null && !p.isDirty() && !p.is(Folio.POISONED) && !cache.memoryBacked) {
            long m = f.mapEntry(b);
            if (!Mapped.isOwn(m)) {
              throw violated("OwnCleanInv", f + " at " + b, Mapped.text(m), "an own block");
            }
            requireStored("OwnCleanInv", f + " at " + b, p, Mapped.block(m));
          }
        });
  }

  private void requireStored(String invariant, String whose, Folio p, long block) {
    cache.store.load(block, scratch.clear());
    int at = p.data().mismatch(scratch.flip());
    if (at >= 0) {
      throw violated(
          invariant,
          whose,
          p + " byte " + at + " is " + p.data().get(at),
          scratch.get(at) + " as in store block " + block);
    }
  }

  private void slotMapInv() {
    for (Inode f : cache.inodes.values()) {
      if (!f.incore && f.slotEnd() > 0) {
        throw violated("SlotMapInv", f, "slots without inode in core", "all slots empty");
      }
      int end = Math.max(f.slotEnd(), f.mapEnd());
      if (end > cache.geometry.blocks(f.size)) {
        throw violated("SlotMapInv", f, "entries up to block " + end, "up to size " + f.size);
      }
    }
    eachSlot(
        (f, b, s) -> {
          if (Slot.isRef(s) && !cache.memoryBacked) {
            long m = f.mapEntry(b);
            if (m != Mapped.shared(Slot.fragment(s), Slot.offset(s))) {
              throw violated("SlotMapInv", f + " at " + b, Slot.text(s), "as " + Mapped.text(m));
            }
          }
        });
  }

  /** The folios are the only copy: every reference finds one, and there is nothing else. */
  private void memoryBackedInv() {
    if (!cache.memoryBacked) {
      return;
    }
    eachMapped(
        (f, b, m) -> {
          if (m != Mapped.HOLE) {
            requireNone(f + " at " + b, Mapped.text(m));
          }
        });
    if (cache.extents.end() > 0) {
      requireNone("extents", "up to " + (cache.extents.end() - 1));
    }
    for (Folio p : folios()) {
      if (p.isDirty()) {
        throw violated("MemoryBackedInv", p, "dirty", "never");
      }
    }
    eachSlot(
        (f, b, s) -> {
          if (Slot.isRef(s)) {
            Fragment fr = cache.fragments.find(Slot.fragment(s));
            if (fr == null || fr.folio(Slot.offset(s)) == null) {
              throw violated("MemoryBackedInv", f + " at " + b, Slot.text(s), "one with a folio");
            }
          }
        });
  }

  private static void requireNone(String whose, String actual) {
    throw violated("MemoryBackedInv", whose, actual, "none");
  }

  /**
   * Past EOF the EOF block is zero on the store, and in every folio but a dirty one of the file's
   * own, which a store to a view may have reached (D11).
   */
  private void tailZeroInv() {
    for (Inode f : cache.inodes.values()) {
      if (!cache.geometry.isAligned(f.size)) {
        int b = cache.geometry.block(f.size);
        long m = f.mapEntry(b);
        if (m != Mapped.HOLE) {
          long block =
              Mapped.isOwn(m)
                  ? Mapped.block(m)
                  : cache.extents.get(Mapped.extent(m)).block(Mapped.offset(m));
          cache.store.load(block, scratch.clear());
          requireZeroTail(f, b, "store block " + block, scratch.flip());
        }
        long s = f.slotEntry(b);
        Folio p = f.ownFolio(b);
        if (p != null && !p.isDirty() && !cache.memoryBacked) {
          requireZeroTail(f, b, p, p.data());
        }
        Folio shared = Slot.isRef(s) ? fragmentOf(s).folio(Slot.offset(s)) : null;
        if (shared != null) {
          requireZeroTail(f, b, shared, shared.data());
        }
      }
    }
  }

  private void requireZeroTail(Inode f, int b, Object whose, ByteBuffer data) {
    for (int i = cache.geometry.within(f.size); i < data.limit(); i++) {
      if (data.get(i) != 0) {
        throw violated(
            "TailZeroInv",
            f + " of " + f.size + " bytes at " + b,
            "byte " + i + " of " + whose + " is " + data.get(i),
            0);
      }
    }
  }
}
