package org.fragcache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What page tables show, and which inodes they keep. */
final class ViewInvariants extends InvariantChecker {
  ViewInvariants(PageCache cache, Durable durable) {
    super(cache, durable);
  }

  @Override
  void check() {
    orphanInv();
    noWritableSharedPteInv();
    noStalePteInv();
    privateCopyInv();
  }

  /** An inode without name is there for its views; views are those of inodes in memory. */
  private void orphanInv() {
    for (Inode f : cache.inodes.values()) {
      if (f.orphan && !f.isMapped()) {
        throw violated("OrphanInv", f, "without name and views", "gone");
      }
      for (View v : f.views) {
        if (cache.views.get(v.process) != v || v.file != f || !f.incore) {
          throw violated("OrphanInv", f, v + " of an inode in memory: " + f.incore, "its own");
        }
      }
    }
    for (View v : cache.views.values()) {
      if (cache.inodes.get(v.file.name) != v.file || !List.of(v.file.views).contains(v)) {
        throw violated("OrphanInv", v, "of an inode that is gone", "one that it keeps");
      }
    }
  }

  private void noWritableSharedPteInv() {
    eachPte(
        (v, b, pte) -> {
          if (!Pte.isWritable(pte)) {
            return;
          }
          Folio p = Pte.folio(pte) == Pte.ZERO_PAGE ? null : cache.folios.get(Pte.folio(pte));
          if (v.kind != MapKind.SHARED
              || p == null
              || p.host() != v.file
              || !(p.isDirty() || cache.memoryBacked)) {
            throw violated(
                "NoWritableSharedPteInv",
                v + " at " + b,
                Pte.text(pte),
                "an own, dirty folio in a shared view, or read-only");
          }
        });
  }

  /** An entry is of what lookup through the slot finds, in the file. */
  private void noStalePteInv() {
    eachPte(
        (v, b, pte) -> {
          Folio p = throughSlot(v.file, b);
          int expected = p == null ? Pte.ZERO_PAGE : p.id;
          boolean isFound = p != null ? !p.is(Folio.POISONED) : isHole(v.file, b);
          if (Pte.folio(pte) != expected || !isFound || cache.geometry.isBeyondEof(v.file, b)) {
            throw violated(
                "NoStalePteInv",
                v + " at " + b,
                Pte.text(pte),
                "as " + Slot.text(v.file.slotEntry(b)));
          }
        });
  }

  /** A private copy is of a private view, instead of an entry, and not past EOF. */
  private void privateCopyInv() {
    for (View v : cache.views.values()) {
      for (int b = 0; b < v.end(); b++) {
        if (v.copy(b) != null
            && (v.kind != MapKind.PRIVATE
                || v.pte.get(b) != Pte.NONE
                || cache.geometry.isBeyondEof(v.file, b))) {
          throw violated(
              "PrivateCopyInv",
              v + " at " + b,
              "a copy",
              "only in a private view, in the file, instead of an entry");
        }
      }
    }
  }

  private @Nullable Folio throughSlot(Inode f, int b) {
    long s = f.slotEntry(b);
    if (Slot.isOwn(s)) {
      return cache.folios.get(Slot.folio(s));
    }
    return Slot.isRef(s) ? fragmentOf(s).folio(Slot.offset(s)) : null;
  }

  private static boolean isHole(Inode f, int b) {
    return f.slotEntry(b) == Slot.EMPTY && f.mapEntry(b) == Mapped.HOLE;
  }
}
