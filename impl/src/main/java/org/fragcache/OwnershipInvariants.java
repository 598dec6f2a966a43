package org.fragcache;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who owns which folio, and what counts count. */
final class OwnershipInvariants extends InvariantChecker {
  private record Reference(Inode file, int at, int offset) {
    @Override
    public String toString() {
      return file + " at " + at + " to offset " + offset;
    }
  }

  OwnershipInvariants(PageCache cache, Durable durable) {
    super(cache, durable);
  }

  @Override
  void check() {
    oneOwnerInv();
    folioRefsInv();
    pinnedDirtyInv();
    refsExactInv();
    rmapCompleteInv();
    freedFragmentInv();
    fragmentFoliosInv();
  }

  /** A folio in use is where it says, once; one in no mapping is there for a pin. */
  private void oneOwnerInv() {
    Map<Integer, Set<Place>> places = new HashMap<>();
    eachSlot(
        (f, b, s) -> {
          if (Slot.isOwn(s)) {
            places.computeIfAbsent(Slot.folio(s), p -> new HashSet<>()).add(new Place(f, b));
          }
        });
    for (Fragment fr : fragments()) {
      for (int o = 0; o < fr.length; o++) {
        Folio p = fr.folio(o);
        if (p != null) {
          places.computeIfAbsent(p.id, i -> new HashSet<>()).add(new Place(fr, o));
        }
      }
    }
    for (Folio p : folios()) {
      Set<Place> actual = places.getOrDefault(p.id, Set.of());
      places.remove(p.id);
      if (p.host() == null && !p.isPinned()) {
        throw violated("OneOwnerInv", p, "in use without a mapping", "one");
      }
      Set<Place> expected = p.host() == null ? Set.of() : Set.of(new Place(p.host(), p.index));
      if (!actual.equals(expected)) {
        throw violated("OneOwnerInv", p, "places " + actual, expected);
      }
    }
    if (!places.isEmpty()) {
      throw violated("OneOwnerInv", "free folios", "places " + places, "none");
    }
  }

  private void folioRefsInv() {
    Map<Integer, Integer> refs = new HashMap<>();
    eachPte((v, b, pte) -> refs.merge(Pte.folio(pte), 1, Integer::sum));
    for (Pin pin : cache.pins.values()) {
      Folio p = pin.folio();
      if (p != null) {
        refs.merge(p.id, 1, Integer::sum);
      }
    }
    refs.remove(Pte.ZERO_PAGE);
    for (Folio p : folios()) {
      Integer held = refs.remove(p.id);
      int expected = (held == null ? 0 : held) + (p.host() == null ? 0 : 1);
      if (p.refs() != expected) {
        throw violated("FolioRefsInv", p, "refs " + p.refs(), expected);
      }
    }
    if (!refs.isEmpty()) {
      throw violated("FolioRefsInv", "free folios", "references " + refs, "none");
    }
    pinCounts();
  }

  /** Pins are counted apart. */
  private void pinCounts() {
    Map<Integer, Integer> pins = new HashMap<>();
    Map<Integer, Integer> writePins = new HashMap<>();
    for (Pin pin : cache.pins.values()) {
      Folio p = pin.folio();
      if (p != null) {
        pins.merge(p.id, 1, Integer::sum);
        writePins.merge(p.id, pin.kind() == PinKind.WRITE ? 1 : 0, Integer::sum);
      }
    }
    for (Folio p : folios()) {
      int expected = pins.getOrDefault(p.id, 0);
      int expectedToWrite = writePins.getOrDefault(p.id, 0);
      if (p.pins() != expected) {
        throw violated("FolioRefsInv", p, "pins " + p.pins(), expected);
      }
      if (p.writePins() != expectedToWrite) {
        throw violated("FolioRefsInv", p, "write pins " + p.writePins(), expectedToWrite);
      }
    }
  }

  /** Under a write pin a folio in a mapping is own and dirty; under any it is not poisoned. */
  private void pinnedDirtyInv() {
    for (Folio p : folios()) {
      if (p.isPinned() && p.is(Folio.POISONED)) {
        throw violated("PinnedDirtyInv", p, "pinned and poisoned", "not both");
      }
      if (p.isWritePinned() && p.host() instanceof Inode && !p.isDirty() && !cache.memoryBacked) {
        throw violated("PinnedDirtyInv", p, "clean under a write pin", "dirty");
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
    Map<Integer, Set<Reference>> slots = new HashMap<>();
    eachSlot(
        (f, b, s) -> {
          if (Slot.isRef(s)) {
            slots
                .computeIfAbsent(Slot.fragment(s), e -> new HashSet<>())
                .add(new Reference(f, b, Slot.offset(s)));
          }
        });
    for (Fragment fr : fragments()) {
      Set<Reference> expected = slots.getOrDefault(fr.key, Set.of());
      Set<Reference> actual = new HashSet<>();
      for (Referrer r : fr.referrers()) {
        for (int i = 0; i < r.len(); i++) {
          if (!actual.add(new Reference(r.file, r.at + i, r.offset() + i))) {
            throw violated("RmapCompleteInv", fr, "twice in " + runs(fr), "once " + r);
          }
        }
        for (Referrer q : fr.referrers()) {
          if (r.file == q.file && r.at + r.len() == q.at && r.offset() + r.len() == q.offset()) {
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
    return fr.referrers().toString();
  }

  private void freedFragmentInv() {
    for (Fragment fr : fragments()) {
      if (fr.count() == 0) {
        throw violated("FreedFragmentInv", fr, "in memory with count 0", "not in memory");
      }
      for (int o = 0; o < fr.length; o++) {
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
      if (p.host() instanceof Fragment fr && cache.fragments.find(fr.key) != fr) {
        throw violated("FragmentFoliosInv", p, "in " + fr + ", not in memory", "one in memory");
      }
    }
  }
}
