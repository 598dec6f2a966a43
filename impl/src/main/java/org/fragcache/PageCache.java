package org.fragcache;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Slots, fragments, folios and block maps, and the parts of a step on them. Each method is the
 * operator of the same name in {@code spec/FragmentCache.tla}; where that takes a set of blocks,
 * this takes a range, and where that changes a range at once, this goes run by run, in file order,
 * under the cache's lock.
 *
 * <p>A step that fails on the store throws before it changes what it was about to change: every
 * method here leaves a state of the specification behind, whether it returns or throws.
 */
final class PageCache {
  final Map<String, Inode> inodes = new HashMap<>();
  final Table<Fragment> fragments = new Table<>();
  final ExtentTable extents;
  final FolioPool folios;
  final StoreAccess store;
  private final Reclaim reclaim;

  PageCache(BlockStore blocks, int maxFolios) {
    this.store = new StoreAccess(blocks);
    this.extents = new ExtentTable(blocks);
    this.folios = new FolioPool(blocks.blockSize(), maxFolios);
    this.reclaim = new Reclaim(this);
  }

  Reclaim reclaim() {
    return reclaim;
  }

  /** iget_locked(): the inode is in memory. Its slots start out empty. */
  void iget(Inode f) {
    f.incore = true;
  }

  // Folios.

  /**
   * {@code NewFolio}, after reclaim if memory is short: so own slots of any file may be empty, and
   * block maps changed by writeback, when this returns. Nothing else has changed.
   */
  Folio newFolio() {
    Folio p = folios.take();
    while (p == null) {
      reclaim.makeRoom();
      p = folios.take();
    }
    return p;
  }

  /** filemap_add_folio(): the mapping's reference is the only one. */
  void addFolio(Folio p, Mapping mapping, int index, boolean dirty) {
    p.mapping = mapping;
    p.index = index;
    p.dirty = dirty;
    p.get();
  }

  /** filemap_remove_folio() and the drop of the mapping's reference. */
  void removeFolio(Folio p) {
    p.mapping = null;
    if (p.put()) {
      folios.free(p);
    }
  }

  /** A new folio with the content of a store block; none is taken if the read fails. */
  private Folio readFolio(long block) {
    Folio p = newFolio();
    boolean done = false;
    try {
      store.read(block, p);
      done = true;
      return p;
    } finally {
      if (!done) {
        folios.free(p);
      }
    }
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

  /**
   * Slots b..b+n-1 of f come to refer to e from offset o: count, referrer, slots, in that order. No
   * folio is touched.
   */
  Fragment get(Inode f, int b, int n, int e, int o) {
    Fragment fr = findFragment(e);
    fr.get(n);
    fr.referrers.join(f, b, o, n);
    for (int i = 0; i < n; i++) {
      f.slot.set(b + i, Slot.ref(e, o + i));
    }
    return fr;
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
      fragments.remove(fr.key);
    }
  }

  /**
   * Slots b..b+n-1 of f become empty: own folios go, references are put. Never touches a folio that
   * another file can still reach (D10).
   */
  void emptySlots(Inode f, int b, int n) {
    int end = f.slot.end(b, n);
    int i = b;
    while (i < end) {
      long s = f.slot.get(i);
      if (Slot.isOwn(s)) {
        f.slot.set(i, Slot.EMPTY);
        removeFolio(folios.get(Slot.folio(s)));
        i++;
      } else if (Slot.isRef(s)) {
        int run = sharedRun(f.slot, i, end);
        Fragment fr = fragment(Slot.fragment(s));
        for (int j = i; j < i + run; j++) {
          f.slot.set(j, Slot.EMPTY);
        }
        put(fr, f, i, run, Slot.offset(s));
        i += run;
      } else {
        i++;
      }
    }
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

  private Fragment fragment(int e) {
    Fragment fr = fragments.get(e);
    if (fr == null) {
      throw new IllegalStateException("fragment " + e + ": use of one that is not in memory");
    }
    return fr;
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

  /** Writeback of the dirty folios at blocks b..b+n-1 of f. A failure leaves the rest dirty. */
  void cleanBlocks(Inode f, int b, int n) {
    int end = f.slot.end(b, n);
    for (int i = b; i < end; i++) {
      Folio p = ownFolio(f, i);
      if (p != null && p.dirty) {
        cleanBlock(f, i, p);
      }
    }
  }

  /**
   * To the file's own block. A dirty folio over a shared block is a CoW that ends here, as by
   * xfs_reflink_end_cow(): the map changes when the bytes are on the store.
   */
  private void cleanBlock(Inode f, int b, Folio p) {
    long m = f.bmap.get(b);
    if (Mapped.isOwn(m)) {
      store.write(Mapped.block(m), p);
    } else {
      long block = store.allocate();
      boolean done = false;
      try {
        store.write(block, p);
        done = true;
      } finally {
        if (!done) {
          store.free(block);
        }
      }
      unmapBlocks(f, b, 1);
      f.bmap.set(b, Mapped.own(block));
    }
    p.dirty = false;
  }

  /** The file's own folio at block b, or null. */
  @Nullable Folio ownFolio(Inode f, int b) {
    long s = f.slot.get(b);
    return Slot.isOwn(s) ? folios.get(Slot.folio(s)) : null;
  }

  // Fill and store.

  /**
   * What a read leaves in the cache, and the folio to read from; null for a hole. A miss on a
   * shared block re-attaches the slot to the fragment of the extent (D2), so that two sharers never
   * fill two folios for one block.
   */
  @Nullable Folio fill(Inode f, int b) {
    long s = f.slot.get(b);
    if (Slot.isOwn(s)) {
      return folios.get(Slot.folio(s));
    }
    if (Slot.isRef(s)) {
      return fillFragment(fragment(Slot.fragment(s)), Slot.offset(s));
    }
    long m = f.bmap.get(b);
    if (m == Mapped.HOLE) {
      return null;
    }
    if (Mapped.isOwn(m)) {
      Folio p = readFolio(Mapped.block(m));
      addFolio(p, f, b, false);
      f.slot.set(b, Slot.ownFolio(p.id));
      return p;
    }
    Fragment fr = get(f, b, 1, Mapped.extent(m), Mapped.offset(m));
    return fillFragment(fr, Mapped.offset(m));
  }

  /** The fragment's folio at offset o is cached: one for all sharers. */
  private Folio fillFragment(Fragment fr, int o) {
    Folio p = fr.folio(o);
    if (p == null) {
      p = readFolio(extents.get(fr.key).block(o));
      addFolio(p, fr, o, false);
      fr.setFolio(o, p);
    }
    return p;
  }

  /**
   * Block b of f becomes the next bytes of src, in an own, dirty folio. A write to a reference
   * (D7): a new folio first, then the slot replaced and the count dropped; the old folio and other
   * files are left alone. The block map does not change until writeback.
   */
  void storeBlock(Inode f, int b, ByteBuffer src) {
    Folio p = ownFolio(f, b);
    if (p == null) {
      p = newFolio();
      addFolio(p, f, b, true);
      emptySlots(f, b, 1);
      f.slot.set(b, Slot.ownFolio(p.id));
    }
    p.data.put(0, src, src.position(), p.data.limit());
    src.position(src.position() + p.data.limit());
    p.dirty = true;
    p.referenced = true;
  }
}
