package org.fragcache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How bytes of a block are found, filled and stored to. Operators of the specification by name, as
 * in {@link PageCache}.
 */
final class Access {
  /** What a store does to the bytes of a block, by absolute index. */
  interface Change {
    void apply(ByteBuffer data);
  }

  private final PageCache cache;
  private final Geometry geometry;
  private final ByteBuffer scratch;
  private final Map<Integer, ByteBuffer> prepared = new HashMap<>(); // old bytes by block

  Access(PageCache cache) {
    this.cache = cache;
    this.geometry = cache.geometry;
    this.scratch = ByteBuffer.allocate(geometry.blockSize()).order(ByteOrder.LITTLE_ENDIAN);
  }

  // Lookup: the slot first, on a miss the block map (D2).

  /** The cached folio of a block, or null. Fills nothing. */
  @Nullable Folio cached(Inode f, int b) {
    long s = f.slot.get(b);
    if (Slot.isOwn(s)) {
      return cache.folios.get(Slot.folio(s));
    }
    if (Slot.isRef(s)) {
      return cache.fragment(Slot.fragment(s)).folio(Slot.offset(s));
    }
    long m = f.bmap.get(b);
    Fragment fr = Mapped.isShared(m) ? cache.fragments.get(Mapped.extent(m)) : null;
    return fr == null ? null : fr.folio(Mapped.offset(m));
  }

  boolean isPoisoned(Inode f, int b) {
    Folio p = cached(f, b);
    return p != null && p.poisoned;
  }

  boolean isHole(Inode f, int b) {
    return f.slot.get(b) == Slot.EMPTY && f.bmap.get(b) == Mapped.HOLE;
  }

  /**
   * The bytes of a block: of its folio, else read from the store to {@code buffer}. Null for a
   * hole. Fills nothing.
   */
  @Nullable ByteBuffer lookup(Inode f, int b, ByteBuffer buffer) {
    Folio p = cached(f, b);
    if (p != null) {
      return p.data;
    }
    long m = f.bmap.get(b);
    if (m == Mapped.HOLE) {
      return null;
    }
    long block =
        Mapped.isOwn(m)
            ? Mapped.block(m)
            : cache.extents.get(Mapped.extent(m)).block(Mapped.offset(m));
    cache.store.read(block, buffer.clear());
    return buffer;
  }

  // Fill.

  /**
   * What a read leaves in the cache, and the folio to read from; null for a hole. A miss on a
   * shared block re-attaches the slot to the fragment of the extent (D2), so that two sharers never
   * fill two folios for one block.
   */
  @Nullable Folio fill(Inode f, int b) {
    Folio p = find(f, b);
    if (p != null) {
      p.referenced = true;
    }
    return p;
  }

  private @Nullable Folio find(Inode f, int b) {
    long s = f.slot.get(b);
    if (Slot.isOwn(s)) {
      return cache.folios.get(Slot.folio(s));
    }
    if (Slot.isRef(s)) {
      return fillFragment(cache.fragment(Slot.fragment(s)), Slot.offset(s));
    }
    long m = f.bmap.get(b);
    if (m == Mapped.HOLE) {
      return null;
    }
    if (Mapped.isOwn(m)) {
      Folio p = readFolio(Mapped.block(m));
      cache.addFolio(p, f, b);
      f.slot.set(b, Slot.ownFolio(p.id));
      return p;
    }
    Fragment fr = cache.findFragment(Mapped.extent(m));
    cache.get(f, b, 1, fr, Mapped.offset(m));
    return fillFragment(fr, Mapped.offset(m));
  }

  /** The fragment's folio at offset o is cached: one for all sharers. */
  private Folio fillFragment(Fragment fr, int o) {
    Folio p = fr.folio(o);
    if (p == null) {
      p = readFolio(cache.extents.get(fr.key).block(o));
      cache.addFolio(p, fr, o);
      fr.setFolio(o, p);
    }
    return p;
  }

  /** A new folio with the content of a store block; none is taken if the read fails. */
  private Folio readFolio(long block) {
    Folio p = cache.newFolio();
    boolean done = false;
    try {
      cache.store.read(block, p);
      done = true;
      return p;
    } finally {
      if (!done) {
        cache.folios.free(p);
      }
    }
  }

  // Store.

  /**
   * Block b of f is changed, in an own, dirty folio. A write to what is not an own folio (D7): a
   * new folio with the old bytes first, changed; then the slot replaced, this file's page-table
   * entries gone and the reference dropped; the old folio and other files are left alone. The block
   * map does not change until writeback.
   *
   * @param whole whether the change leaves nothing of the old bytes, so that none are needed
   */
  Folio storeBlock(Inode f, int b, boolean whole, Change change) {
    Folio p = cache.ownFolio(f, b);
    if (p != null) {
      change.apply(p.data);
    } else {
      p = cache.newFolio();
      boolean done = false;
      try {
        if (!whole) {
          ByteBuffer old = prepared.remove(b);
          Bytes.get(old != null ? old : lookup(f, b, scratch), 0, geometry.blockSize(), p.bytes());
        }
        change.apply(p.data);
        done = true;
      } finally {
        if (!done) {
          cache.folios.free(p);
        }
      }
      cache.addFolio(p, f, b);
      cache.emptySlots(f, b, 1);
      f.slot.set(b, Slot.ownFolio(p.id));
    }
    cache.room.dirty(f, b, p);
    p.referenced = true;
    return p;
  }

  /**
   * Sees to it that {@code body}, which drops parts of f and stores into these blocks (or -1),
   * needs neither I/O nor memory between the one and the other: so that a failure comes before it
   * has done anything. The old bytes are kept even of what is cached, for the drop may take the
   * last reference to the fragment that has the folio.
   */
  void prepared(Inode f, int[] blocks, Runnable body) {
    makeRoom(f, blocks);
    try {
      for (int b : blocks) {
        if (b >= 0 && cache.ownFolio(f, b) == null) {
          ByteBuffer old = ByteBuffer.allocate(geometry.blockSize());
          Bytes.get(lookup(f, b, scratch), 0, geometry.blockSize(), old);
          prepared.put(b, old.clear());
        }
      }
      body.run();
    } finally {
      prepared.clear();
    }
  }

  private void makeRoom(Inode f, int[] blocks) {
    int needed = newFolios(f, blocks);
    while (cache.folios.available() < needed) {
      cache.reclaim().makeRoom(needed);
      needed = newFolios(f, blocks); // it may have reclaimed one of them
    }
    cache.folios.reserve(needed);
  }

  private int newFolios(Inode f, int[] blocks) {
    int n = 0;
    for (int b : blocks) {
      n += b >= 0 && cache.ownFolio(f, b) == null ? 1 : 0;
    }
    return n;
  }

  /** A new store block with what {@link #zeroTail} at n, not yet done, would leave in its block. */
  long writeZeroTail(Inode f, long n) {
    int b = geometry.block(n);
    ByteBuffer old = prepared.get(b);
    ByteBuffer copy = ByteBuffer.allocate(geometry.blockSize());
    Bytes.get(old != null ? old : lookup(f, b, scratch), 0, geometry.within(n), copy);
    return cache.store.writeNew(copy.clear(), "block " + b + " of " + f);
  }

  /** Bytes from..to-1 of block b become zero. */
  void storeZeros(Inode f, int b, int from, int to) {
    boolean whole = from == 0 && to == geometry.blockSize();
    storeBlock(f, b, whole, data -> Bytes.zero(data, from, to));
  }

  /**
   * The block that {@link #zeroTail} at n would store into, or -1: the size n is within it, and it
   * is no hole.
   */
  int tailBlock(Inode f, long n) {
    if (geometry.isAligned(n)) {
      return -1;
    }
    int b = geometry.block(n);
    return isHole(f, b) ? -1 : b;
  }

  /**
   * What follows byte n in its block becomes zero, so that a size that grows shows zeros. Always a
   * write: a shared EOF block is copied (D11).
   */
  void zeroTail(Inode f, long n) {
    int b = tailBlock(f, n);
    if (b >= 0) {
      storeZeros(f, b, geometry.within(n), geometry.blockSize());
    }
  }
}
