package org.fragcache;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Slots, fragments, folios and block maps, and the parts of a step on them. Each method is the
 * operator of the same name in the specification; where that takes a set of blocks, this takes a
 * range, and where that changes a range at once, this goes run by run, in file order, under the
 * cache's lock. {@link Access} and {@link Remap} are built on these.
 *
 * <p>A step that fails on the store throws before it changes what it was about to change: every
 * method here leaves a state of the specification behind, whether it returns or throws.
 */
final class PageCache {
  final Geometry geometry;
  final boolean memoryBacked;
  final Map<String, Inode> inodes = new HashMap<>(); // orphans too
  final Map<String, View> views = new TreeMap<>(); // by process
  final Map<String, Pin> pins = new TreeMap<>(); // by handle
  final Table<Fragment> fragments = new Table<>();
  final ExtentTable extents;
  final FolioPool folios;
  final StoreAccess store;
  final Ptes ptes;
  final Room room;
  private final Ids fragmentIds = new Ids("fragment", 1); // memory-backed only
  private final Reclaim reclaim;

  PageCache(
      Geometry geometry, boolean memoryBacked, long capacity, int maxFolios, BlockStore blocks) {
    this.geometry = geometry;
    this.memoryBacked = memoryBacked;
    this.store = new StoreAccess(blocks);
    this.extents = new ExtentTable(store);
    this.folios = new FolioPool(geometry.blockSize(), maxFolios);
    this.ptes = new Ptes(folios);
    this.room = new Room(this, capacity);
    this.reclaim = new Reclaim(this);
  }

  Reclaim reclaim() {
    return reclaim;
  }

  /** The file of this name, or null; an orphan has none. */
  @Nullable Inode named(String name) {
    Inode f = inodes.get(name);
    return f == null || f.orphan ? null : f;
  }

  /** iget_locked(): the inode is in memory. Its slots start out empty. */
  void iget(Inode f) {
    f.incore = true;
  }

  /** evict() of an inode without name and without views: all of it goes. */
  void destroy(Inode f) {
    dropRange(f, 0, geometry.maxFileBlocks());
    inodes.remove(f.name);
  }

  // Folios.

  /**
   * {@code NewFolio}, after reclaim if memory is short: so own slots of any file may be empty, and
   * block maps changed by writeback, when this returns. Nothing else has changed.
   */
  Folio newFolio() {
    reclaim.makeRoom(1);
    Folio p = folios.take();
    if (p == null) {
      throw new IllegalStateException("no folio after room was made, expected one");
    }
    return p;
  }

  /** filemap_add_folio(): the mapping's reference. */
  void addFolio(Folio p, Mapping mapping, int index) {
    p.mapping = mapping;
    p.index = index;
    p.get();
    room.addMapped(1);
  }

  /**
   * filemap_remove_folio() and the drop of the mapping's reference. A folio that is pinned stays,
   * with its bytes, in no mapping.
   */
  void removeFolio(Folio p) {
    room.release(p);
    room.addMapped(-1);
    p.mapping = null;
    p.index = 0;
    p.dirty = false;
    p.poisoned = false;
    folios.put(p);
  }

  /** The file's own folio at block b, or null. */
  @Nullable Folio ownFolio(Inode f, int b) {
    long s = f.slot.get(b);
    return Slot.isOwn(s) ? folios.get(Slot.folio(s)) : null;
  }

  // Get and put (D3).

  /** The fragment of extent e, found by its key or made anew (D2). */
  Fragment findFragment(int e) {
    Fragment fr = fragments.get(e);
    if (fr == null) {
      fr = new Fragment(e, extents.get(e).length());
      fragments.put(e, fr);
    }
    return fr;
  }

  /** Memory-backed: a fragment of n folios under the lowest free id. */
  Fragment newFragment(int n) {
    Fragment fr = new Fragment(fragmentIds.take(), n);
    fragments.put(fr.key, fr);
    return fr;
  }

  /** The fragment in memory. */
  Fragment fragment(int e) {
    Fragment fr = fragments.get(e);
    if (fr == null) {
      throw new IllegalStateException("fragment " + e + ": use of one that is not in memory");
    }
    return fr;
  }

  /**
   * Slots b..b+n-1 of f come to refer to fr from offset o: count, referrer, slots, in that order.
   * No folio is touched.
   */
  void get(Inode f, int b, int n, Fragment fr, int o) {
    fr.get(n);
    fr.referrers.join(f, b, o, n);
    for (int i = 0; i < n; i++) {
      f.slot.set(b + i, Slot.ref(fr.key, o + i));
    }
  }

  /**
   * Slots b..b+n-1 of f, which referred to fr from offset o, do so no longer. Count zero is final:
   * the fragment is gone with all its folios (D8). Else a folio that no referrer covers any longer
   * is dead and goes (D3); only offsets o..o+n-1 can have lost their last.
   */
  void put(Fragment fr, Inode f, int b, int n, int o) {
    boolean last = fr.put(n);
    fr.referrers.cut(f, b, n);
    int from = last ? 0 : o;
    int to = last ? fr.length() : o + n;
    for (int i = from; i < to; i++) {
      Folio p = fr.folio(i);
      if (p != null && (last || !fr.referrers.covers(i))) {
        fr.setFolio(i, null);
        removeFolio(p);
      }
    }
    if (last) {
      removeFragment(fr);
    }
  }

  /** The fragment is gone; its folios have gone before, or found another mapping. */
  void removeFragment(Fragment fr) {
    fragments.remove(fr.key);
    if (memoryBacked) {
      fragmentIds.release(fr.key);
    }
  }

  /**
   * Slots b..b+n-1 of f become empty: each slot, then its entries in page tables, then own folios
   * go and references are put (D10). Private copies stay. Never touches a folio that another file
   * can still reach.
   */
  void emptySlots(Inode f, int b, int n) {
    int end = f.slot.end(b, n);
    int i = b;
    while (i < end) {
      long s = f.slot.get(i);
      int run = Slot.isRef(s) ? sharedRun(f.slot, i, end) : 1;
      for (int j = i; j < i + run; j++) {
        f.slot.set(j, Slot.EMPTY);
      }
      ptes.zap(f, i, run);
      if (Slot.isOwn(s)) {
        removeFolio(folios.get(Slot.folio(s)));
      } else if (Slot.isRef(s)) {
        put(fragment(Slot.fragment(s)), f, i, run, Slot.offset(s));
      }
      i += run;
    }
    ptes.zap(f, i, b + n - i); // of the zero page
  }

  /** Length of the run of pairs, one key, ascending offsets, that starts at b and ends by end. */
  static int sharedRun(EntryArray entries, int b, int end) {
    long first = entries.get(b);
    int n = 1;
    while (b + n < end
        && entries.get(b + n) == Entry.pair(Entry.key(first), Entry.offset(first) + n)) {
      n++;
    }
    return n;
  }

  // Block maps.

  /** Blocks b..b+n-1 of f become holes: what they had of the store is released. */
  void unmapBlocks(Inode f, int b, int n) {
    int end = f.bmap.end(b, n);
    for (int i = b; i < end; i++) {
      long m = f.bmap.get(i);
      if (m == Mapped.HOLE) {
        continue;
      }
      f.bmap.set(i, Mapped.HOLE);
      if (Mapped.isOwn(m)) {
        store.free(Mapped.block(m));
      } else {
        extents.release(Mapped.extent(m), Mapped.offset(m));
      }
    }
  }

  /** The range loses its slots, then its blocks. Does no I/O, so cannot fail. */
  void dropRange(Inode f, int b, int n) {
    emptySlots(f, b, n);
    unmapBlocks(f, b, n);
  }

  /**
   * Writeback of the dirty folios at blocks b..b+n-1 of f: what lies past EOF becomes zero, and
   * every entry of them in page tables read-only. Memory-backed, that is all, for every own folio.
   * A failure leaves the rest dirty.
   */
  void cleanBlocks(Inode f, int b, int n) {
    int end = f.slot.end(b, n);
    for (int i = b; i < end; i++) {
      Folio p = ownFolio(f, i);
      if (p != null && (p.dirty || memoryBacked)) {
        cleanBlock(f, i, p);
      }
    }
  }

  private void cleanBlock(Inode f, int b, Folio p) {
    long start = (long) b * geometry.blockSize();
    if (f.size < start + geometry.blockSize()) {
      Bytes.zero(p.data, (int) Math.max(0, f.size - start), geometry.blockSize());
    }
    if (memoryBacked) {
      ptes.protect(f, b);
    } else {
      cleaned(f, b, p, store.writeNew(p));
    }
  }

  /**
   * The bytes of the file's own folio are in a new store block, never in place, for the durable
   * metadata may name the old one. A dirty folio over a shared block is a CoW that ends here, as by
   * xfs_reflink_end_cow(): the map changes when the bytes are on the store. Under a write pin the
   * folio stays dirty, for it may be written to at any time.
   */
  void cleaned(Inode f, int b, Folio p, long block) {
    unmapBlocks(f, b, 1);
    f.bmap.set(b, Mapped.own(block));
    room.release(p);
    p.dirty = p.isWritePinned();
    ptes.protect(f, b);
  }
}
