package org.fragcache;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes dirty folios of a file's own to the store: each to a new block, never in place, for the
 * durable metadata may name the old one. A dirty folio over a shared block is a CoW that ends here,
 * as by xfs_reflink_end_cow(): the map changes when the bytes are on the store. Under a write pin
 * the folio stays dirty, for it may be written to at any time. What lies past EOF becomes zero, and
 * entries in page tables read-only. Memory-backed, that is all. Procedure {@code Clean} of
 * FragmentSteps; writeback_iter().
 */
final class Clean {
  private final PageCache cache;
  private final Geometry geometry;
  private final Steps steps;
  private final ThreadLocal<ByteBuffer> bounce;

  Clean(PageCache cache) {
    this.cache = cache;
    this.geometry = cache.geometry;
    this.steps = cache.steps;
    this.bounce = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(geometry.blockSize()));
  }

  /**
   * Blocks b..b+n-1 of f are clean, but for what is dirtied again meanwhile.
   *
   * @throws java.io.UncheckedIOException if the store fails: the rest is dirty still
   */
  void blocks(Inode f, int b, int n) {
    Mapping m = f.mapping();
    if (!cache.memoryBacked && !m.isBusy()) {
      return;
    }
    int first = b;
    if (cache.memoryBacked && !f.isMapped()) {
      first = Math.max(b, geometry.block(f.size)); // no entries: only what is past EOF
    }
    m.eachFolio(first, (int) Math.min((long) b + n, m.slots.end()), i -> block(f, i));
  }

  /** Block b of f, if its folio is dirty; else waits for its writeback, if it is under way. */
  void block(Inode f, int b) {
    steps.at(Step.CleanFind);
    Folio p = get(f, b);
    if (p == null) {
      return;
    }
    steps.lockWritten(Step.CleanLock, p);
    locked(f, b, p);
  }

  /** As {@link #block}, but does nothing if the folio is locked, or being written. */
  void tryBlock(Inode f, int b) {
    Folio p = get(f, b);
    if (p == null) {
      return;
    }
    if (!p.tryLock()) {
      cache.folios.put(p);
      return;
    }
    if (p.is(Folio.WRITEBACK)) {
      cache.unlockPut(p);
      return;
    }
    locked(f, b, p);
  }

  /** The file's own folio, dirty or under writeback, with a reference; null if it is not. */
  private @Nullable Folio get(Inode f, int b) {
    for (; ; Thread.onSpinWait()) {
      Mapping m = f.mapping();
      if (!(m.slots.load(b) instanceof Folio p)) {
        return null;
      }
      if (!p.tryGet()) {
        continue;
      }
      if (!f.holds(m, b, p)) {
        cache.folios.put(p);
        continue;
      }
      // With a reference, so that it is not migrated between: then both would look clean.
      if (cache.memoryBacked || p.is(Folio.DIRTY | Folio.WRITEBACK)) {
        return p;
      }
      cache.folios.put(p);
      return null;
    }
  }

  /** Of a locked folio with a reference, both of which go. */
  private void locked(Inode f, int b, Folio p) {
    boolean belongs = p.mapping == f.mapping() && p.index == b;
    if (!belongs || (!p.isDirty() && !cache.memoryBacked)) {
      cache.unlockPut(p);
      return;
    }
    steps.at(Step.CleanProtect);
    cache.ptes.protect(f, b);
    zeroBeyondEof(f, b, p); // after that: nobody but who has a pin stores any more
    if (cache.memoryBacked) {
      cache.unlockPut(p);
      return;
    }
    steps.at(Step.CleanMap);
    start(p);
    p.unlock();
    boolean done = false;
    try {
      long block = write(f, b, p);
      steps.at(Step.CleanEnd);
      cache.mapOwn(f, b, block, p);
      done = true;
    } finally {
      if (!done) {
        p.set(Folio.DIRTY);
      }
      p.endWriteback();
      cache.folios.put(p);
    }
  }

  /**
   * Of a locked folio. A clone takes no lock of a folio when it gives the whole mapping away, so
   * the folio is asked for again after the size: a size that was changed since is not the
   * fragment's.
   */
  private void zeroBeyondEof(Inode f, int b, Folio p) {
    int end = geometry.blockSize();
    if (geometry.bytesWithin(f.size, b) == end) {
      return;
    }
    p.beginStore(); // of one moment: what is stored after the size has grown must stay
    int from = geometry.bytesWithin(f.size, b);
    if (p.mapping == f.mapping()) {
      p.zeroBegun(from, end);
    }
    p.endStore();
  }

  /** Under writeback, and clean, but under a write pin. */
  private static void start(Folio p) {
    p.set(Folio.WRITEBACK);
    markClean(p);
  }

  private static void markClean(Folio p) {
    if (!p.isWritePinned()) {
      p.clear(Folio.DIRTY);
    }
  }

  /**
   * The bytes as at one moment, for stores may go on; zeros past EOF, for stores beyond it may too.
   * The size is that of a moment before: what is stored after it has grown is dirty again.
   */
  private long write(Inode f, int b, Folio p) {
    ByteBuffer bytes = bounce.get().clear();
    steps.at(Step.CleanWrite);
    long size = f.size;
    p.load(0, geometry.blockSize(), bytes);
    Bytes.zero(bytes, geometry.bytesWithin(size, b), geometry.blockSize());
    return cache.store.writeNew(bytes.flip(), p);
  }

  /** A new block with these bytes; none is taken if that fails. */
  long writeNew(ByteBuffer bytes, Object what) {
    steps.at(Step.CleanWrite);
    return cache.store.writeNew(bytes, what);
  }

  /**
   * The bytes of a folio, of block b of f, are in this block of the store, written by the caller,
   * who holds the folio's lock. Page-table entries are read-only since before.
   *
   * @param pinned whether it was under a write pin when they were copied: then it is dirty
   */
  void cleaned(Inode f, int b, Folio p, long block, boolean pinned) {
    steps.at(Step.CleanEnd);
    if (!pinned) {
      markClean(p);
    }
    cache.mapOwn(f, b, block, p);
  }
}
