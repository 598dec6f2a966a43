package org.fragcache;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clone (D6) and dedupe (D12), as fs/remap_range.c: the parts of {@code CloneRange} and {@code
 * DedupeRange}, under the names of the specification. No folio is allocated or copied, and no store
 * block, but for blocks under a write pin.
 */
final class Remap {
  private final PageCache cache;
  private final Access access;
  private final Geometry geometry;
  private final ByteBuffer left;
  private final ByteBuffer right;

  Remap(PageCache cache, Access access) {
    this.cache = cache;
    this.access = access;
    this.geometry = cache.geometry;
    this.left = ByteBuffer.allocate(geometry.blockSize());
    this.right = ByteBuffer.allocate(geometry.blockSize());
  }

  /**
   * Destination's old EOF block zeroed; source written back; destination emptied whole before its
   * first new slot; private runs become fragments; destination refers to them. Only the parts
   * before the destination is emptied can fail.
   *
   * <p>Zeroing comes first: within one file it may dirty a block of the source.
   */
  void cloneRange(Inode f, long pos, Inode g, long to, RemapLength length) {
    if (clonedTail(g, to, length) >= 0) {
      access.zeroTail(g, g.size);
    }
    cache.cleanBlocks(f, geometry.block(pos), blocks(length));
    share(f, geometry.block(pos), blocks(length), g, geometry.block(to));
    g.size = Math.max(g.size, to + length.count());
  }

  /** The EOF block of g if it must be zeroed before a range is cloned to {@code to}, or -1. */
  int clonedTail(Inode g, long to, RemapLength length) {
    int b = g.size < to + length.count() ? access.tailBlock(g, g.size) : -1;
    int first = geometry.block(to);
    return first <= b && b < first + blocks(length) ? -1 : b;
  }

  /**
   * Both ranges written back and write-protected, then compared; if they are the same, the
   * destination shares the source's blocks.
   */
  Status dedupeRange(Inode f, long pos, Inode g, long to, RemapLength length) {
    int n = blocks(length);
    cache.cleanBlocks(f, geometry.block(pos), n);
    cache.cleanBlocks(g, geometry.block(to), n);
    if (!isSame(f, geometry.block(pos), g, geometry.block(to), length.count())) {
      return Status.DIFFERS;
    }
    share(f, geometry.block(pos), n, g, geometry.block(to));
    return Status.SAME;
  }

  private int blocks(RemapLength length) {
    return geometry.blocks(length.bcount());
  }

  private boolean isSame(Inode f, int b, Inode g, int d, long count) {
    long rest = count;
    for (int i = 0; rest > 0; i++) {
      int n = (int) Math.min(rest, geometry.blockSize());
      ByteBuffer x = bytes(access.lookup(f, b + i, left), n, left);
      ByteBuffer y = bytes(access.lookup(g, d + i, right), n, right);
      if (x.mismatch(y) >= 0) {
        return false;
      }
      rest -= n;
    }
    return true;
  }

  private static ByteBuffer bytes(@Nullable ByteBuffer data, int n, ByteBuffer zeros) {
    if (data != null) {
      return data.slice(0, n);
    }
    Bytes.zero(zeros, 0, n);
    return zeros.slice(0, n);
  }

  /** The source, written back, is shared with the destination, which is emptied first. */
  private void share(Inode f, int b, int n, Inode g, int d) {
    List<Long> copies = cache.memoryBacked ? List.of() : copyPinned(f, b, n);
    cache.dropRange(g, d, n);
    shareRuns(f, b, b + n);
    remapRuns(f, b, b + n, g, d, copies);
  }

  /** A block under a write pin is copied, not shared: new store blocks, in file order. */
  private List<Long> copyPinned(Inode f, int b, int n) {
    List<Long> copies = new ArrayList<>(0);
    boolean done = false;
    try {
      for (int i = b; i < f.slot.end(b, n); i++) {
        Folio p = cache.ownFolio(f, i);
        if (p != null && p.isWritePinned()) {
          copies.add(cache.store.writeNew(p));
        }
      }
      done = true;
      return copies;
    } finally {
      if (!done) {
        copies.forEach(cache.store::free);
      }
    }
  }

  /** Whether block b of f has bytes of its own that may be shared. */
  private boolean isShareable(Inode f, int b) {
    Folio p = cache.ownFolio(f, b);
    return (p == null || !p.isWritePinned())
        && (cache.memoryBacked ? p != null : Mapped.isOwn(f.bmap.get(b)));
  }

  /** Every run of own blocks of f within b..end-1, in order. */
  private void shareRuns(Inode f, int b, int end) {
    int i = b;
    while (i < end) {
      int n = ownRun(f, i, end);
      if (n > 0) {
        shareRun(f, i, n);
      }
      i += Math.max(n, 1);
    }
  }

  /**
   * Length of the run of f's own blocks, none under a write pin, that starts at b and ends by end.
   */
  private int ownRun(Inode f, int b, int end) {
    int n = 0;
    while (b + n < end && isShareable(f, b + n)) {
      n++;
    }
    return n;
  }

  /**
   * A run of own blocks becomes an extent, of the same store blocks, and its slots, cached or not,
   * references to the extent's fragment, once. Folios change owner; page-table entries, read-only
   * by now, stay.
   */
  private void shareRun(Inode f, int b, int n) {
    Fragment fr =
        cache.memoryBacked ? cache.newFragment(n) : cache.findFragment(newExtent(f, b, n));
    for (int o = 0; o < n; o++) {
      Folio p = cache.ownFolio(f, b + o);
      if (p != null) {
        p.mapping = fr;
        p.index = o;
        fr.setFolio(o, p);
      }
    }
    cache.get(f, b, n, fr, 0);
  }

  private int newExtent(Inode f, int b, int n) {
    long[] blocks = new long[n];
    for (int o = 0; o < n; o++) {
      blocks[o] = Mapped.block(f.bmap.get(b + o));
    }
    int e = cache.extents.add(blocks);
    for (int o = 0; o < n; o++) {
      f.bmap.set(b + o, Mapped.shared(e, o));
    }
    return e;
  }

  /**
   * Every run of shared blocks of f within b..end-1, to g at d; copies take the place of others.
   */
  private void remapRuns(Inode f, int b, int end, Inode g, int d, List<Long> copies) {
    EntryArray shared = cache.memoryBacked ? f.slot : f.bmap;
    int copied = 0;
    int i = b;
    while (i < end) {
      int n = 1;
      long entry = shared.get(i);
      if (Entry.isPair(entry)) {
        n = PageCache.sharedRun(shared, i, end);
        remapRun(entry, g, d + (i - b), n);
      } else if (entry != Entry.NONE && cache.memoryBacked) {
        copyFolio(f, i, g, d + (i - b));
      } else if (entry != Entry.NONE) {
        g.bmap.set(d + (i - b), Mapped.own(copies.get(copied++)));
      }
      i += n;
    }
  }

  /** Blocks d..d+n-1 of g, which are holes, come to share a run that starts with this pair. */
  private void remapRun(long pair, Inode g, int d, int n) {
    int e = Entry.key(pair);
    int o = Entry.offset(pair);
    if (!cache.memoryBacked) {
      cache.extents.retain(e, o, n);
      for (int i = 0; i < n; i++) {
        g.bmap.set(d + i, Mapped.shared(e, o + i));
      }
    }
    cache.get(g, d, n, cache.memoryBacked ? cache.fragment(e) : cache.findFragment(e), o);
  }

  /** Memory-backed: a new own folio with the bytes of one under a write pin. */
  private void copyFolio(Inode f, int b, Inode g, int d) {
    Folio p = cache.newFolio();
    Bytes.get(access.lookup(f, b, left), 0, geometry.blockSize(), p.bytes());
    cache.addFolio(p, g, d);
    g.slot.set(d, Slot.ownFolio(p.id));
  }
}
