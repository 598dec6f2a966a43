package org.fragcache;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The system calls of the specification, each the action of its name: its status, and if it
 * completes its effect; a call that completes brings its inodes into memory. A call has found its
 * inode by name before it has its locks; so it asks again under them.
 */
final class Calls {
  private final PageCache cache;
  private final Lookup lookup;
  private final Fill fill;
  private final Access access;
  private final Clean clean;
  private final Remove remove;
  private final Remap remap;
  private final Statuses statuses;
  private final Geometry geometry;
  private final Steps steps;

  Calls(PageCache cache, Lookup lookup, Fill fill, Access access, Drop drop) {
    this.cache = cache;
    this.lookup = lookup;
    this.fill = fill;
    this.access = access;
    this.clean = cache.reclaim().clean();
    this.remove = new Remove(cache, drop);
    this.remap = new Remap(cache, access, clean, remove);
    this.statuses = new Statuses(cache, access, remap);
    this.geometry = cache.geometry;
    this.steps = cache.steps;
  }

  Remove remove() {
    return remove;
  }

  /** The inode, or null if it has lost its name. */
  private static @Nullable Inode live(@Nullable Inode f) {
    return f == null || f.gone || f.orphan ? null : f;
  }

  // Read.

  /**
   * A read of what is cached, without lock or reference: the folio's sequence number before and
   * after the copy tells that the bytes, and the size, are those of one moment, and the slots that
   * they were the block's at that moment. The module FastRead of the specification, in its order;
   * the sequence number is looked at last. Allocates nothing. With a listener it is left out, so
   * that every read takes the steps of FragmentSteps.
   *
   * @return null if it cannot be done so; bytes of {@code dst} past its position may have changed
   */
  @Nullable Status readFast(String name, long pos, ByteBuffer dst) {
    Inode f = cache.named(name);
    if (f == null) {
      return Status.ENOENT;
    }
    if (pos < 0) {
      return Status.EINVAL;
    }
    if (steps.isOn() || !f.incore) {
      return null;
    }
    if (pos >= f.size) {
      return f.gone ? null : Status.OK;
    }
    int b = geometry.block(pos);
    Mapping m = f.mapping();
    Object entry = m.slots.load(b);
    SlotTree slots = m.slots;
    int index = b;
    Object found = entry;
    if (entry instanceof Ref ref) {
      slots = ref.fragment().mapping.slots;
      index = ref.offset(b);
      found = slots.load(index);
    }
    if (!(found instanceof Folio p)) {
      return null;
    }
    int sequence = p.sequence();
    int flags = p.flags();
    if ((flags & (Folio.UPTODATE | Folio.POISONED)) != Folio.UPTODATE) {
      return null;
    }
    long left = f.size - pos;
    if (left <= 0) {
      return null;
    }
    int n = length(pos, left, dst);
    p.copy(geometry.within(pos), n, dst);
    VarHandle.acquireFence();
    boolean isThere = slots.load(index) == p && f.holds(m, b, entry) && !f.orphan;
    if (!isThere || !p.isUnchanged(sequence)) {
      return null;
    }
    dst.position(dst.position() + n);
    p.hint(Folio.REFERENCED);
    return Status.OK;
  }

  /**
   * filemap_read(), of what is cached, with a reference. Takes effect when the slot is looked at
   * for the last time, or through an own folio when the bytes are loaded.
   *
   * @return null if the block is not cached
   */
  private @Nullable Status readCached(Inode f, long pos, ByteBuffer dst) {
    if (!geometry.holds(pos)) {
      return f.gone || f.orphan ? Status.ENOENT : Status.OK;
    }
    Walk w = new Walk(f, geometry.block(pos));
    for (; ; Thread.onSpinWait()) {
      steps.at(Step.ReadSize);
      if (pos >= f.size) {
        return f.gone || f.orphan ? Status.ENOENT : Status.OK;
      }
      lookup.find(w);
      Folio p = w.page;
      if (p == null) {
        return null;
      }
      Status status = copy(w, p, pos, dst);
      steps.at(Step.ReadPut);
      cache.folios.put(p);
      if (status != null) {
        return status;
      }
    }
  }

  /**
   * The bytes, if they and the size are of one moment at which the folio was the block's: else
   * null.
   */
  private @Nullable Status copy(Walk w, Folio p, long pos, ByteBuffer dst) {
    Inode f = w.file;
    int sequence = p.sequence();
    steps.at(Step.ReadHit);
    long left = f.size - pos;
    boolean isPoisoned = p.is(Folio.POISONED);
    int n = left <= 0 || isPoisoned ? 0 : length(pos, left, dst);
    if (n > 0) {
      steps.at(Step.ReadCopy);
      p.copy(geometry.within(pos), n, dst);
    }
    VarHandle.acquireFence();
    if (!w.holds() || !p.isUnchanged(sequence)) {
      return null;
    }
    if (f.gone || f.orphan) {
      return Status.ENOENT;
    }
    dst.position(dst.position() + n);
    p.hint(Folio.REFERENCED);
    return left > 0 && isPoisoned ? Status.EIO : Status.OK;
  }

  private int length(long pos, long left, ByteBuffer dst) {
    int n = Math.min(dst.remaining(), geometry.blockSize() - geometry.within(pos));
    return (int) Math.min(n, left);
  }

  /** filemap_read(), of anything. */
  Status read(String name, long pos, ByteBuffer dst) {
    for (; ; ) {
      Inode f = cache.named(name);
      if (f == null) {
        return Status.ENOENT;
      }
      if (pos < 0) {
        return Status.EINVAL;
      }
      f.incore = true;
      Status status = readCached(f, pos, dst);
      if (status == null) {
        status = readFilling(f, pos, dst);
      }
      if (status != null) {
        return status;
      }
    }
  }

  /** Null if it is to be tried again. */
  private @Nullable Status readFilling(Inode f, long pos, ByteBuffer dst) {
    int b = geometry.block(pos);
    steps.lockShared(Step.ReadLock, f.invalidate);
    try {
      if (f.gone || pos >= f.size) {
        return null;
      }
      boolean isHole = fill.fill(f, b);
      steps.at(Step.ReadFilled);
      long left = f.size - pos;
      if (!isHole || left <= 0) {
        return null;
      }
      steps.at(Step.ReadHole);
      if (!access.isHole(f, b)) {
        return null;
      }
      Bytes.get(null, 0, length(pos, left, dst), dst);
      return Status.OK;
    } finally {
      steps.at(Step.ReadRelease);
      f.invalidate.unlockShared();
    }
  }

  // Write.

  /** generic_perform_write(). Takes effect at the store, or when the size grows over it. */
  Status write(String name, long pos, ByteBuffer src) {
    Inode f = cache.named(name);
    if (f == null) {
      return Status.ENOENT;
    }
    steps.lock(Step.WriteLock, f.rwsem);
    try (Credit credit = new Credit(cache.room)) {
      int n = src.remaining();
      Status status = statuses.writeStatus(live(f), pos, n, credit);
      if (status != Status.OK) {
        return status;
      }
      f.incore = true;
      if (n > 0) {
        if (pos >= f.size) {
          access.zeroTail(f, f.size, credit);
        }
        writeBlock(f, pos, src, credit);
      }
      return status;
    } finally {
      steps.at(Step.WriteRelease);
      f.rwsem.unlock();
    }
  }

  private void writeBlock(Inode f, long pos, ByteBuffer src, Credit credit) {
    int n = src.remaining();
    Walk w = new Walk(f, geometry.block(pos));
    steps.at(Step.WriteLookup);
    access.begin(w, n == geometry.blockSize(), null, credit, Step.WriteFolio);
    Folio p = Access.fresh(w);
    long size = f.size;
    boolean grows = pos + n > size;
    boolean isTail = geometry.block(size) == w.block;
    Folio tail = grows && !isTail ? access.tail(f) : null;
    steps.at(Step.WriteCopy);
    p.beginStore(); // to the end of which the size belongs: a reader sees both, or neither
    if (pos > size && isTail) {
      p.zeroBegun(geometry.within(size), geometry.within(pos));
    }
    p.storeBegun(geometry.within(pos), n, src);
    access.stored(w, credit);
    if (grows) {
      access.grow(f, pos + n, tail);
    }
    p.endStore();
    steps.at(Step.WriteSize);
    access.end(w, Step.WriteUnlock);
  }

  // Truncate and punch.

  /** truncate_setsize(). Takes effect when the size changes. */
  Status truncate(String name, long size) {
    Inode f = cache.named(name);
    if (f == null) {
      return Status.ENOENT;
    }
    steps.lock(Step.TruncateLock, f.rwsem);
    steps.lock(Step.TruncateInvalidate, f.invalidate);
    try (Credit credit = new Credit(cache.room)) {
      Status status = statuses.truncateStatus(live(f), size, credit);
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
      cut(f, size);
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
      Status status = statuses.punchStatus(live(f), pos, length, credit);
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

  // Clone and dedupe.

  /** vfs_clone_file_range(). */
  Status clone(String from, long pos, long length, String to, long toPos) {
    Inode f = cache.named(from);
    Inode g = cache.named(to);
    if (f == null || g == null) {
      return Status.ENOENT;
    }
    remap.lock(f, g);
    try (Credit credit = new Credit(cache.room)) {
      steps.at(Step.RemapCheck);
      Inode source = live(f);
      Inode destination = live(g);
      Status status = statuses.cloneStatus(source, pos, length, destination, toPos, credit);
      if (source == null || destination == null || status != Status.OK) {
        return status;
      }
      f.incore = true;
      g.incore = true;
      long count = Statuses.remapLength(f, pos, length);
      if (count > 0) {
        boolean endsAtEof = pos + count == f.size;
        RemapLength left = RemapLength.of(pos, count, endsAtEof, geometry);
        remap.cloneRange(f, pos, g, toPos, left, credit);
      }
      return status;
    } finally {
      remap.unlock(f, g);
    }
  }

  /** vfs_dedupe_file_range_one(). */
  Status dedupe(String from, long pos, long length, String to, long toPos) {
    Inode f = cache.named(from);
    Inode g = cache.named(to);
    if (f == null || g == null) {
      return Status.ENOENT;
    }
    remap.lock(f, g);
    try {
      steps.at(Step.RemapCheck);
      Inode source = live(f);
      Inode destination = live(g);
      Status status = statuses.dedupeStatus(source, pos, length, destination, toPos);
      if (source == null || destination == null || status != Status.SAME) {
        return status;
      }
      f.incore = true;
      g.incore = true;
      RemapLength left =
          length == 0 ? new RemapLength(0, 0) : statuses.dedupeLength(f, pos, length, g, toPos);
      return left.count() == 0 ? status : remap.dedupeRange(f, pos, g, toPos, left);
    } finally {
      remap.unlock(f, g);
    }
  }

  // What lasts, and names.

  /** file_write_and_wait_range(); the commit of the journal is the caller's. */
  Status fsync(String name) {
    Inode f = cache.named(name);
    Status status = statuses.fsyncStatus(f);
    if (f != null && status == Status.OK) {
      f.incore = true;
      clean.blocks(f, 0, geometry.maxFileBlocks());
    }
    return status;
  }

  /** open(O_CREAT | O_EXCL). */
  Status create(String name) {
    Inode there = cache.inodes.get(name);
    if (there == null) {
      Inode f = cache.newInode(name);
      f.incore = true;
      there = cache.inodes.putIfAbsent(name, f);
      if (there == null) {
        cache.changed.file(f);
      }
    }
    return Statuses.createStatus(there);
  }

  /**
   * vfs_unlink(): an inode that is mapped lives on without name. The name goes last, so that a file
   * made under it finds the blocks free.
   */
  Status unlink(String name) {
    Inode f = cache.named(name);
    if (f == null) {
      return Status.ENOENT;
    }
    f.rwsem.lock();
    f.invalidate.lock();
    try {
      Status status = Statuses.unlinkStatus(live(f));
      if (status == Status.OK && f.isMapped()) {
        f.orphan = true;
        cache.changed.file(f);
      } else if (status == Status.OK) {
        destroy(f);
      }
      return status;
    } finally {
      f.invalidate.unlock();
      f.rwsem.unlock();
    }
  }

  /** evict() of an inode without views, or a name that lasts: all of it goes. Both locks held. */
  void destroy(Inode f) {
    remove.range(f, 0, geometry.maxFileBlocks());
    f.gone = true;
    cache.inodes.remove(f.name, f);
    cache.changed.gone(f);
  }

  long size(String name) {
    Inode f = cache.named(name);
    return f == null ? -1 : f.size;
  }
}
