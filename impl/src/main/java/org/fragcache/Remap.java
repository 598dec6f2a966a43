package org.fragcache;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
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
  private final Clean clean;
  private final Remove remove;
  private final Share share;
  private final Geometry geometry;
  private final Steps steps;

  Remap(PageCache cache, Access access, Clean clean, Remove remove) {
    this.cache = cache;
    this.access = access;
    this.clean = clean;
    this.remove = remove;
    this.share = new Share(cache);
    this.geometry = cache.geometry;
    this.steps = cache.steps;
  }

  // Locks: of two inodes in the order of their ids.

  /** lock_two_nondirectories(), filemap_invalidate_lock_two(). */
  void lock(Inode f, Inode g) {
    Inode first = f.id <= g.id ? f : g;
    Inode second = first == f ? g : f;
    steps.lock(Step.RemapLockFirst, first.rwsem);
    if (first != second) {
      steps.lock(Step.RemapLockSecond, second.rwsem);
    }
    steps.lock(Step.RemapInvalidateFirst, first.invalidate);
    if (first != second) {
      steps.lock(Step.RemapInvalidateSecond, second.invalidate);
    }
  }

  void unlock(Inode f, Inode g) {
    steps.at(Step.RemapRelease);
    f.invalidate.unlock();
    if (f != g) {
      g.invalidate.unlock();
    }
    steps.at(Step.RemapUnlock);
    f.rwsem.unlock();
    if (f != g) {
      g.rwsem.unlock();
    }
  }

  // Clone.

  /**
   * Destination's old EOF block zeroed; source written back; destination emptied whole before its
   * first new slot; private runs become fragments; destination refers to them. Only the parts
   * before the destination is emptied can fail.
   *
   * <p>Zeroing comes first: within one file it may dirty a block of the source. The size changes
   * before the slots do: while the destination is empty who reads it waits, beyond the old EOF too,
   * so nobody sees a part of the range as it will be and another as it was.
   */
  void cloneRange(Inode f, long pos, Inode g, long to, RemapLength length, Credit credit) {
    if (clonedTail(g, to, length) >= 0) {
      access.zeroTail(g, g.size, credit);
    }
    long end = to + length.count();
    share(f, geometry.block(pos), blocks(length), g, geometry.block(to), end, credit);
  }

  /** The EOF block of g if it must be zeroed before a range is cloned to {@code to}, or -1. */
  int clonedTail(Inode g, long to, RemapLength length) {
    int b = g.size < to + length.count() ? access.tailBlock(g, g.size) : -1;
    int first = geometry.block(to);
    return first <= b && b < first + blocks(length) ? -1 : b;
  }

  // Dedupe.

  /**
   * Both ranges written back and write-protected, then compared; if they are the same, the
   * destination shares the source's blocks.
   */
  Status dedupeRange(Inode f, long pos, Inode g, long to, RemapLength length) {
    int n = blocks(length);
    steps.at(Step.RemapClean);
    clean.blocks(f, geometry.block(pos), n);
    steps.at(Step.DedupeClean);
    clean.blocks(g, geometry.block(to), n);
    if (!isSame(f, geometry.block(pos), g, geometry.block(to), length.count())) {
      return Status.DIFFERS;
    }
    try (Credit none = new Credit(cache.room)) {
      share(f, geometry.block(pos), n, g, geometry.block(to), g.size, none);
    }
    return Status.SAME;
  }

  private int blocks(RemapLength length) {
    return geometry.blocks(length.bcount());
  }

  private boolean isSame(Inode f, int b, Inode g, int d, long count) {
    ByteBuffer left = ByteBuffer.allocate(geometry.blockSize());
    ByteBuffer right = ByteBuffer.allocate(geometry.blockSize());
    long rest = count;
    for (int i = 0; rest > 0; i++) {
      int n = (int) Math.min(rest, geometry.blockSize());
      steps.at(Step.DedupeSource);
      access.copy(f, b + i, left);
      steps.at(Step.DedupeDestination);
      access.copy(g, d + i, right);
      steps.at(Step.DedupeCompare);
      if (left.slice(0, n).mismatch(right.slice(0, n)) >= 0) {
        return false;
      }
      rest -= n;
    }
    return true;
  }

  // Both.

  /** The source, written back, is shared with the destination, which is emptied first. */
  private void share(Inode f, int b, int n, Inode g, int d, long end, Credit credit) {
    BitSet pinned = pinned(f, b, n);
    steps.at(Step.RemapClean);
    clean.blocks(f, b, n);
    Deque<Long> copies = new ArrayDeque<>(0);
    if (cache.memoryBacked) {
      cache.reserveFolios(pinned.cardinality());
    } else {
      copyPinned(f, pinned, copies, credit);
    }
    steps.at(Step.CloneEmpty);
    remove.slots(g, d, n);
    steps.at(Step.CloneUnmap);
    cache.unmapBlocks(g, d, n);
    share.runs(f, b, b + n, pinned);
    steps.at(Step.CloneSize);
    if (end > g.size) {
      access.grow(g, end, access.tail(g));
    }
    if (cache.memoryBacked) {
      remapSlots(f, b, b + n, g, d, credit);
    } else {
      remapBlocks(f, b, b + n, g, d, copies);
    }
  }

  /**
   * The blocks of f within b..b+n-1 that are under a write pin, to be copied, not shared, even if
   * the pin goes meanwhile; none can come. Asked before the source is written back: a pin that went
   * after that would leave a dirty folio to be shared.
   */
  private static BitSet pinned(Inode f, int b, int n) {
    BitSet pinned = new BitSet(0);
    for (int i = b; f.writePins() > 0 && i < b + n; i++) {
      Folio p = f.ownFolio(i);
      if (p != null && p.isWritePinned()) {
        pinned.set(i);
      }
    }
    return pinned;
  }

  /** New store blocks with the bytes of these blocks of f, in file order. */
  private void copyPinned(Inode f, BitSet pinned, Deque<Long> copies, Credit credit) {
    boolean done = false;
    try {
      ByteBuffer bytes = ByteBuffer.allocate(pinned.isEmpty() ? 0 : geometry.blockSize());
      for (int b = pinned.nextSetBit(0); b >= 0; b = pinned.nextSetBit(b + 1)) {
        access.copy(f, b, bytes);
        zeroBeyondEof(f, b, bytes);
        copies.add(cache.store.writeNew(bytes.rewind(), "block " + b + " of " + f));
      }
      done = true;
      copies.forEach(block -> credit.use());
    } finally {
      if (!done) {
        copies.forEach(cache.store::free);
      }
    }
  }

  /** In a copy of what a device may have stored to. The file's size stands. */
  private void zeroBeyondEof(Inode f, int b, ByteBuffer bytes) {
    Bytes.zero(bytes, geometry.bytesWithin(f.size, b), geometry.blockSize());
  }

  /**
   * What blocks b..end-1 of f have, to g at d: every run of shared ones; copies take the place of
   * others.
   */
  private void remapBlocks(Inode f, int b, int end, Inode g, int d, Deque<Long> copies) {
    List<RunMap.Run<Blocks>> runs = new ArrayList<>(1);
    synchronized (f.bmap) {
      f.bmap.forEach(b, end - b, (at, n, blocks) -> runs.add(new RunMap.Run<>(at, n, blocks)));
    }
    for (RunMap.Run<Blocks> run : runs) {
      int to = d + (run.at() - b);
      if (run.value() instanceof Blocks.Shared shared) {
        remapRun(shared.extent(), shared.offset(run.at()), g, to, run.len());
      } else {
        steps.at(Step.CloneCopy);
        for (int i = 0; i < run.len(); i++) {
          long block = copies.remove();
          synchronized (g.bmap) {
            g.bmap.put(to + i, 1, new Blocks.Own(block - (to + i)));
            cache.changed.blocks(g, to + i, 1);
          }
        }
      }
    }
  }

  /** Blocks d..d+n-1 of g, which are holes, come to share a run of an extent. */
  private void remapRun(Extent x, int o, Inode g, int d, int n) {
    x.retain(o, n);
    steps.at(Step.CloneGet);
    Fragment fr = steps.attach(x, n);
    steps.at(Step.CloneSet);
    synchronized (g.bmap) {
      g.bmap.put(d, n, new Blocks.Shared(x, o - d));
      cache.changed.blocks(g, d, n);
    }
    set(g, d, n, fr, o);
  }

  private void set(Inode g, int d, int n, Fragment fr, int o) {
    Mapping m = g.mapping();
    synchronized (m) {
      m.slots.store(d, n, cache.register(g, d, n, fr, o));
    }
  }

  /** Memory-backed: what slots b..end-1 of f have, to g at d. */
  private void remapSlots(Inode f, int b, int end, Inode g, int d, Credit credit) {
    SlotTree slots = f.mapping().slots;
    for (int i = slots.next(b, end); i < end; i = slots.next(i, end)) {
      int to = d + (i - b);
      if (slots.load(i) instanceof Folio) {
        copyFolio(f, i, g, to, credit);
        i++;
        continue;
      }
      RunMap.@Nullable Run<Referrer> run;
      synchronized (f.refs) {
        run = f.refs.find(i);
      }
      if (run == null) {
        throw new IllegalStateException(f + " at " + i + ": a reference without referrer");
      }
      int n = Math.min(run.end(), end) - i;
      steps.at(Step.CloneGet);
      Fragment fr = run.value().ref.fragment();
      fr.get(n);
      steps.at(Step.CloneSet);
      set(g, to, n, fr, run.value().ref.offset(i));
      i += n;
    }
  }

  /**
   * Memory-backed: a new own folio with the bytes of one that was under a write pin. If it is so no
   * longer it may be migrated: so it is looked up, with a reference.
   */
  private void copyFolio(Inode f, int b, Inode g, int d, Credit credit) {
    steps.at(Step.CloneCopy);
    Folio p = cache.folios.takeReserved();
    ByteBuffer bytes = p.data();
    access.copy(f, b, bytes);
    zeroBeyondEof(f, b, bytes);
    p.lock();
    p.set(Folio.UPTODATE);
    credit.use();
    Mapping m = g.mapping();
    synchronized (m) {
      m.add(d, p);
    }
    cache.unlockPut(p);
  }
}
