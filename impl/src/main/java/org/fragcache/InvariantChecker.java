package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * The invariants of the specification, under their names there, evaluated on the cache's
 * structures. StoreBlocksInv is added: the specification has no store blocks that could leak. Each
 * family is a class of its own; this one has what they share.
 */
class InvariantChecker {
  /** A block of a file, or an offset of a fragment. */
  record Place(@Nullable Host host, int index) {
    @Override
    public String toString() {
      return host + " at " + index;
    }
  }

  interface EachEntry {
    void visit(Inode f, int b, long entry);
  }

  interface EachPte {
    void visit(View v, int b, long pte);
  }

  final PageCache cache;
  final Durable durable;

  InvariantChecker(PageCache cache, Durable durable) {
    this.cache = cache;
    this.durable = durable;
  }

  void check() {
    new OwnershipInvariants(cache, durable).check();
    new ContentInvariants(cache, durable).check();
    new ViewInvariants(cache, durable).check();
    new SpaceInvariants(cache, durable).check();
  }

  final void eachSlot(EachEntry visitor) {
    for (Inode f : cache.inodes.values()) {
      for (int b = 0; b < f.slotEnd(); b++) {
        visitor.visit(f, b, f.slotEntry(b));
      }
    }
  }

  final void eachMapped(EachEntry visitor) {
    for (Inode f : cache.inodes.values()) {
      for (int b = 0; b < f.mapEnd(); b++) {
        visitor.visit(f, b, f.mapEntry(b));
      }
    }
  }

  final void eachPte(EachPte visitor) {
    for (View v : cache.views.values()) {
      for (int b = 0; b < v.pte.end(); b++) {
        if (v.pte.get(b) != Pte.NONE) {
          visitor.visit(v, b, v.pte.get(b));
        }
      }
    }
  }

  /** The fragment that a slot refers to, which must be in memory. */
  final Fragment fragmentOf(long slot) {
    Fragment fr = cache.fragments.find(Slot.fragment(slot));
    if (fr == null) {
      throw violated(
          "RefsExactInv", Slot.text(slot), "to a fragment not in memory", "one in memory");
    }
    return fr;
  }

  final Iterable<Fragment> fragments() {
    return cache.fragments.all();
  }

  final Iterable<Folio> folios() {
    return cache.folios.used();
  }

  static IllegalStateException violated(
      String invariant, Object whose, Object actual, Object expected) {
    return new IllegalStateException(
        invariant + ": " + whose + ": " + actual + ", expected " + expected);
  }
}
