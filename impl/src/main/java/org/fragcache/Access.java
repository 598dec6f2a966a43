package org.fragcache;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How a block comes to be stored to: in an own folio, locked. Built on {@link Lookup} and {@link
 * Cow}; operators of the specification by name. The caller holds i_rwsem, or invalidate_lock shared
 * at least, so that nobody else removes the block.
 */
final class Access {
  private final PageCache cache;
  private final Geometry geometry;
  private final Lookup lookup;
  private final Fill fill;
  private final Cow cow;
  private final Drop drop;
  private final Steps steps;

  Access(PageCache cache, Lookup lookup, Fill fill, Drop drop) {
    this.cache = cache;
    this.geometry = cache.geometry;
    this.lookup = lookup;
    this.fill = fill;
    this.cow = new Cow(cache, fill);
    this.drop = drop;
    this.steps = cache.steps;
  }

  /** Whether the block shows an error: its bytes were lost. */
  boolean isPoisoned(Inode f, int b) {
    if (cache.poisoned.get() == 0) {
      return false;
    }
    Object entry = f.slot(b);
    Object found = entry instanceof Ref ref ? ref.fragment().folio(ref.offset(b)) : entry;
    if (entry == null && f.blocks(b) instanceof Blocks.Shared shared) {
      Fragment fr = shared.extent().fragment();
      found = fr == null ? null : fr.folio(shared.offset(b));
    }
    return found instanceof Folio p && p.is(Folio.POISONED);
  }

  boolean isHole(Inode f, int b) {
    return f.slot(b) == null && f.blocks(b) == null;
  }

  // Store.

  /**
   * Makes {@code w.fresh} the file's own folio of the block, locked, to be stored to: it holds the
   * old bytes, unless the caller stores all of them. {@link #end} must follow.
   *
   * @param whole whether the caller leaves nothing of the old bytes
   * @param prepared the old bytes, if a copy was {@linkplain Prepared prepared}
   */
  void begin(Walk w, boolean whole, @Nullable ByteBuffer prepared, Credit credit, Step step) {
    boolean reserved = prepared != null;
    w.fresh = null;
    try {
      while (w.fresh == null) {
        lookup.find(w);
        Folio p = w.page;
        if (w.isOwn() && p != null) {
          lockOwn(w, p, step);
          continue;
        }
        Folio fresh = reserved ? cache.folios.takeReserved() : cache.folios.take();
        reserved = false;
        if (fresh != null) {
          cow.cow(w, fresh, whole, prepared, credit);
        } else {
          reserve(w);
          reserved = true;
        }
      }
    } finally {
      if (reserved) {
        cache.folios.unreserve(1);
      }
    }
  }

  /** Memory is short: what was found is let go, so that it can be reclaimed, and found again. */
  private void reserve(Walk w) {
    Folio p = w.page;
    w.page = null;
    if (p != null) {
      cache.folios.put(p);
    }
    cache.reserveFolios(1);
  }

  private void lockOwn(Walk w, Folio p, Step step) {
    steps.lock(step, p);
    w.page = null;
    if (p.mapping == w.mapping && p.index == w.block) {
      w.fresh = p;
    } else {
      cache.unlockPut(p);
    }
  }

  /**
   * With the store, between {@link Folio#beginStore} and {@link Folio#endStore}: who sees it, sees
   * that the folio is dirty.
   */
  void stored(Walk w, Credit credit) {
    Folio p = fresh(w);
    cache.dirty(w.file, w.block, p, credit);
    p.set(Folio.UPTODATE);
    p.hint(Folio.REFERENCED);
  }

  /** Unlocks the folio; then the reference that it stands in place of is dropped. */
  void end(Walk w, Step step) {
    steps.at(step);
    cache.unlockPut(fresh(w));
    w.fresh = null;
    try {
      if (w.entry instanceof Ref ref) {
        drop.references(w.file, w.block, 1, ref);
      }
    } finally {
      cache.room.settle(w.held);
      w.held = 0;
    }
  }

  static Folio fresh(Walk w) {
    Folio p = w.fresh;
    if (p == null) {
      throw new IllegalStateException(w.file + " at " + w.block + ": no folio to store to");
    }
    return p;
  }

  /** Bytes from..to-1 of block b become zero. */
  void storeZeros(Inode f, int b, int from, int to, Credit credit) {
    Walk w = new Walk(f, b);
    begin(w, from == 0 && to == geometry.blockSize(), null, credit, Step.WriteFolio);
    Folio p = fresh(w);
    p.beginStore();
    p.zeroBegun(from, to);
    stored(w, credit);
    p.endStore();
    end(w, Step.WriteUnlock);
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
  void zeroTail(Inode f, long n, Credit credit) {
    int b = tailBlock(f, n);
    if (b >= 0) {
      storeZeros(f, b, geometry.within(n), geometry.blockSize(), credit);
    }
  }

  /** The file's own folio of the block in which it ends, with a reference, if it has one. */
  @Nullable Folio tail(Inode f) {
    return geometry.isAligned(f.size) ? null : ownFolio(f, geometry.block(f.size));
  }

  /**
   * The file grows: i_size_write(). What was stored beyond its end through page tables or pins, to
   * the end of the block, and be it at this moment, is zero then. No step is told in between: who
   * stores to a folio keeps readers waiting.
   *
   * @param tail as {@link #tail} gave it, or null if the caller sees to that block; it is put
   */
  void grow(Inode f, long size, @Nullable Folio tail) {
    cache.changed.file(f);
    if (tail == null) {
      f.size = size;
      return;
    }
    tail.beginStore();
    tail.zeroBegun(geometry.within(f.size), geometry.blockSize());
    f.size = size;
    tail.endStore();
    cache.folios.put(tail);
  }

  /** The file's own folio of a block, with a reference, or null. */
  private @Nullable Folio ownFolio(Inode f, int b) {
    Folio p = f.ownFolio(b) == null ? null : lookup.find(f, b);
    if (p != null && f.ownFolio(b) != p) {
      cache.folios.put(p);
      return null;
    }
    return p;
  }

  // What a call needs before it drops parts of a file, so that it cannot fail after it has.

  /**
   * A block that will be stored to without I/O and without memory: if it is the file's own it is
   * kept from reclaim, else its bytes are copied and a folio is reserved. The bytes are copied even
   * of what is cached, for the drop may take the last reference to the fragment that has the folio.
   */
  final class Prepared implements AutoCloseable {
    final Walk walk;
    private @Nullable Folio kept;
    private @Nullable ByteBuffer old;

    /** Both locks of the file are held. */
    Prepared(Inode f, int b) {
      walk = new Walk(f, b);
      kept = ownFolio(f, b);
      if (kept != null) {
        return;
      }
      old = ByteBuffer.allocate(geometry.blockSize());
      copy(f, b, old);
      cache.reserveFolios(1);
    }

    /** Whether it is under a write pin. No pin can come. */
    boolean isWritePinned() {
      return kept != null && kept.isWritePinned();
    }

    /** The bytes of the block from..to-1 to {@code dst}, which advances. */
    void load(int from, int to, ByteBuffer dst) {
      if (kept != null) {
        kept.load(from, to - from, dst);
      } else if (old != null) {
        dst.put(old.duplicate().position(from).limit(to));
      }
    }

    /** Makes {@code walk.fresh} the file's own folio, locked. {@link #end} must follow. */
    Folio begin(Credit credit, Step step) {
      ByteBuffer bytes = old;
      old = null; // the folio that is reserved is begin's from here on
      Access.this.begin(walk, false, bytes, credit, step);
      return fresh(walk);
    }

    @Override
    public void close() {
      if (kept != null) {
        cache.folios.put(kept);
      } else if (old != null) {
        cache.folios.unreserve(1);
      }
    }
  }

  /**
   * The bytes of a block, to the whole of a buffer: of its folio, or of one that other sharers have
   * cached, or of the store. Fills nothing.
   */
  void copy(Inode f, int b, ByteBuffer dst) {
    dst.clear();
    Folio p = lookup.find(f, b);
    if (p == null && f.blocks(b) instanceof Blocks.Shared shared) {
      p = lookup.findByKey(shared.extent(), shared.offset(b));
    }
    if (p != null) {
      p.load(0, geometry.blockSize(), dst);
      cache.folios.put(p);
      dst.flip();
    } else if (!fill.readBlock(f, b, dst)) {
      Bytes.zero(dst, 0, geometry.blockSize());
    }
  }
}
