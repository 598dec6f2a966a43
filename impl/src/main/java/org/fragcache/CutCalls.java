package org.fragcache;

import java.nio.ByteBuffer;

/** What takes parts of a file away: truncate and punch. Both locks of the file are held. */
final class CutCalls {
  private final PageCache cache;
  private final Access access;
  private final Clean clean;
  private final Remove remove;
  private final Statuses statuses;
  private final Geometry geometry;
  private final Steps steps;

  CutCalls(PageCache cache, Access access, Remove remove, Statuses statuses) {
    this.cache = cache;
    this.access = access;
    this.clean = cache.reclaim().clean();
    this.remove = remove;
    this.statuses = statuses;
    this.geometry = cache.geometry;
    this.steps = cache.steps;
  }

  /** truncate_setsize(). Takes effect when the size changes. */
  Status truncate(String name, long size) {
    Inode f = cache.named(name);
    if (f == null) {
      return Status.ENOENT;
    }
    steps.lock(Step.TruncateLock, f.rwsem);
    steps.lock(Step.TruncateInvalidate, f.invalidate);
    try (Credit credit = new Credit(cache.room)) {
      Status status = statuses.truncateStatus(Calls.live(f), size, credit);
      if (status != Status.OK) {
        return status;
      }
      f.incore = true;
      if (size < f.size) {
        shrink(f, size, credit);
      } else if (size > f.size) {
        access.zeroTail(f, f.size, credit);
        steps.at(Step.TruncateSize);
        access.grow(f, size, access.tail(f));
      }
      return status;
    } finally {
      steps.at(Step.TruncateRelease);
      f.invalidate.unlock();
      steps.at(Step.TruncateUnlock);
      f.rwsem.unlock();
    }
  }

  private void shrink(Inode f, long size, Credit credit) {
    int tail = access.tailBlock(f, size);
    if (tail < 0) {
      long held = hold(f, size);
      try {
        cut(f, size);
      } finally {
        cache.room.settle(held);
      }
      return;
    }
    try (Access.Prepared prepared = access.new Prepared(f, tail)) {
      shrinkTo(f, size, prepared, credit);
    }
  }

  /**
   * What is beyond the new EOF goes, private copies too, then the new tail is zeroed and written
   * back. The zeros are on the store before the size is, as in xfs_setattr_size(): else a crash
   * would show what was cut off. They are written first of all, for that may fail; nobody can store
   * through a page table meanwhile, and what is pinned stays dirty.
   */
  private void shrinkTo(Inode f, long size, Access.Prepared prepared, Credit credit) {
    int tail = prepared.walk.block;
    long block = -1;
    boolean pinned = false;
    cache.ptes.protect(f, tail);
    if (!cache.memoryBacked) {
      ByteBuffer zeroed = ByteBuffer.allocate(geometry.blockSize());
      pinned = prepared.isWritePinned(); // before the bytes are copied
      prepared.load(0, geometry.within(size), zeroed);
      block = clean.writeNew(zeroed.clear(), "block " + tail + " of " + f);
    }
    long held = hold(f, size);
    try {
      cut(f, size);
      Folio p = prepared.begin(credit, Step.WriteFolio);
      steps.awaitWriteback(Step.RemoveWait, p);
      p.beginStore();
      p.zeroBegun(geometry.within(size), geometry.blockSize());
      access.stored(prepared.walk, credit);
      p.endStore();
      if (!cache.memoryBacked) {
        clean.cleaned(f, tail, p, block, pinned);
      }
      access.end(prepared.walk, Step.WriteUnlock);
    } finally {
      cache.room.settle(held);
    }
  }

  /** Who sees the new size finds the room that the file has given up with it, the tail's too. */
  private long hold(Inode f, long size) {
    return cache.room.hold(PageCache.mostRoom(f, geometry.block(size)));
  }

  private void cut(Inode f, long size) {
    steps.at(Step.TruncateSize);
    f.size = size;
    cache.changed.file(f);
    int b = geometry.blocks(size);
    steps.at(Step.TruncateBlocks);
    remove.slots(f, b, geometry.maxFileBlocks() - b);
    for (View v : f.views) {
      v.dropCopies(b);
    }
    steps.at(Step.TruncateMap);
    cache.unmapBlocks(f, b, geometry.maxFileBlocks() - b);
  }

  /**
   * truncate_pagecache_range(). Takes effect when the bytes at the edges become zero: then blocks
   * that go whole are gone, and who reads one waits.
   */
  Status punch(String name, long pos, long length) {
    Inode f = cache.named(name);
    if (f == null) {
      return Status.ENOENT;
    }
    steps.lock(Step.PunchLock, f.rwsem);
    steps.lock(Step.PunchInvalidate, f.invalidate);
    try (Credit credit = new Credit(cache.room)) {
      Status status = statuses.punchStatus(Calls.live(f), pos, length, credit);
      if (status != Status.OK) {
        return status;
      }
      f.incore = true;
      PunchRange range = new PunchRange(pos, length, geometry);
      int[] partial = range.partial(f, access);
      if (partial.length == 0) {
        punchWhole(f, range);
      } else {
        try (Access.Prepared first = access.new Prepared(f, partial[0])) {
          if (partial.length == 1) {
            punchWhole(f, range);
            zeroEdges(range, credit, first);
          } else {
            try (Access.Prepared last = access.new Prepared(f, partial[1])) {
              punchWhole(f, range);
              zeroEdges(range, credit, first, last);
            }
          }
        }
      }
      return status;
    } finally {
      steps.at(Step.PunchRelease);
      f.invalidate.unlock();
      steps.at(Step.PunchUnlock);
      f.rwsem.unlock();
    }
  }

  private void punchWhole(Inode f, PunchRange range) {
    steps.at(Step.PunchRemove);
    remove.slots(f, range.firstWhole, range.wholes);
    steps.at(Step.PunchMap);
    cache.unmapBlocks(f, range.firstWhole, range.wholes);
  }

  /** Both edges at once: a reader that has seen one zeroed does not see the other as it was. */
  private void zeroEdges(PunchRange range, Credit credit, Access.Prepared... edges) {
    for (Access.Prepared edge : edges) {
      edge.begin(credit, Step.WriteFolio);
    }
    for (Access.Prepared edge : edges) {
      Access.fresh(edge.walk).beginStore();
    }
    for (Access.Prepared edge : edges) {
      int b = edge.walk.block;
      Access.fresh(edge.walk).zeroBegun(range.start(b), range.end(b));
      access.stored(edge.walk, credit);
    }
    for (Access.Prepared edge : edges) {
      Access.fresh(edge.walk).endStore();
    }
    for (Access.Prepared edge : edges) {
      access.end(edge.walk, Step.WriteUnlock);
    }
  }
}
