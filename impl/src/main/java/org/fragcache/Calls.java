package org.fragcache;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The system calls of the specification but for {@link ReadCalls} and {@link CutCalls}, each the
 * action of its name: its status, and if it completes its effect; a call that completes brings its
 * inodes into memory. A call has found its inode by name before it has its locks; so it asks again
 * under them.
 */
final class Calls {
  private static final long SOON = 10_000; // ns

  private final PageCache cache;
  private final Access access;
  private final Clean clean;
  private final Remove remove;
  private final Remap remap;
  private final Statuses statuses;
  private final CutCalls cuts;
  private final Geometry geometry;
  private final Steps steps;

  Calls(PageCache cache, Access access, Drop drop) {
    this.cache = cache;
    this.access = access;
    this.clean = cache.reclaim().clean();
    this.remove = new Remove(cache, drop);
    this.remap = new Remap(cache, access, clean, remove);
    this.statuses = new Statuses(cache, access, remap);
    this.cuts = new CutCalls(cache, access, remove, statuses);
    this.geometry = cache.geometry;
    this.steps = cache.steps;
  }

  Remove remove() {
    return remove;
  }

  CutCalls cuts() {
    return cuts;
  }

  /** The inode, or null if it has lost its name. */
  static @Nullable Inode live(@Nullable Inode f) {
    return f != null && f.isNamed() ? f : null;
  }

  // Write.

  /**
   * generic_perform_write(). Takes effect at the store, or when the size grows over it. One that
   * grows the file past the block in which it ends holds invalidate_lock, as truncate and clone do:
   * else a fault could give that block a folio, and bytes past EOF, after {@link Access#tail} has
   * found none.
   */
  Status write(String name, long pos, ByteBuffer src) {
    Inode f = cache.named(name);
    if (f == null) {
      return Status.ENOENT;
    }
    steps.lock(Step.WriteLock, f.rwsem);
    boolean passesTail = passesTail(f, pos);
    if (passesTail) {
      f.invalidate.lock();
    }
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
      if (passesTail) {
        f.invalidate.unlock();
      }
      steps.at(Step.WriteRelease);
      f.rwsem.unlock();
    }
  }

  private boolean passesTail(Inode f, long pos) {
    long size = f.size;
    return pos > size && !geometry.isAligned(size) && pos >= geometry.roundUp(size);
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

  /** open(O_CREAT | O_EXCL). Waits for a name whose file has gone, and which is about to go. */
  Status create(String name) {
    for (; ; LockSupport.parkNanos(SOON)) {
      Inode there = cache.inodes.get(name);
      if (there == null) {
        Inode f = cache.newInode(name);
        f.incore = true;
        there = cache.inodes.putIfAbsent(name, f);
        if (there == null) {
          cache.changed.file(f);
        }
      }
      if (there == null || !there.gone) {
        return Statuses.createStatus(there);
      }
    }
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

  /**
   * evict() of an inode without views, or a name that lasts: all of it goes. Both locks held. From
   * {@code gone} on its name leads to it for nobody, and is free a moment later.
   */
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
