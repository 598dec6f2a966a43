package org.fragcache;

import java.nio.ByteBuffer;

/**
 * The system calls of the specification, each the action of its name: its status, and if it
 * completes its effect; a call that completes brings its inodes into memory. Under the cache's
 * lock.
 */
final class Calls {
  private final PageCache cache;
  private final Access access;
  private final Remap remap;
  private final Statuses statuses;
  private final Durable durable;
  private final Geometry geometry;

  Calls(PageCache cache, Access access, Durable durable) {
    this.cache = cache;
    this.access = access;
    this.remap = new Remap(cache, access);
    this.statuses = new Statuses(cache, access, remap);
    this.durable = durable;
    this.geometry = cache.geometry;
  }

  /** filemap_read(). */
  Status read(String name, long pos, ByteBuffer dst) {
    Inode f = cache.named(name);
    Status status = statuses.readStatus(f, pos);
    if (f == null || status != Status.OK) {
      return status;
    }
    cache.iget(f);
    if (pos < f.size && dst.hasRemaining()) {
      int at = geometry.within(pos);
      int n = Math.min(dst.remaining(), geometry.blockSize() - at);
      n = (int) Math.min(n, f.size - pos);
      Folio p = access.fill(f, geometry.block(pos));
      Bytes.get(p == null ? null : p.data, at, n, dst);
    }
    return status;
  }

  /** generic_perform_write(). */
  Status write(String name, long pos, ByteBuffer src) {
    Inode f = cache.named(name);
    int n = src.remaining();
    Status status = statuses.writeStatus(f, pos, n);
    if (f == null || status != Status.OK) {
      return status;
    }
    cache.iget(f);
    if (n > 0) {
      if (pos >= f.size) {
        access.zeroTail(f, f.size);
      }
      int at = geometry.within(pos);
      boolean whole = n == geometry.blockSize();
      access.storeBlock(f, geometry.block(pos), whole, data -> Bytes.put(data, at, n, src));
      f.size = Math.max(f.size, pos + n);
    }
    return status;
  }

  /** truncate_setsize(). */
  Status truncate(String name, long size) {
    Inode f = cache.named(name);
    Status status = statuses.truncateStatus(f, size);
    if (f == null || status != Status.OK) {
      return status;
    }
    cache.iget(f);
    if (size < f.size) {
      int tail = access.tailBlock(f, size);
      access.prepared(f, new int[] {tail}, () -> shrinkTo(f, size, tail));
    } else if (size > f.size) {
      access.zeroTail(f, f.size);
      f.size = size;
    }
    return status;
  }

  /**
   * What is beyond the new EOF goes, private copies too, then the new tail is zeroed and written
   * back. The zeros are on the store before the size is, as in xfs_setattr_size(): else a crash
   * would show what was cut off. They are written first of all, for that may fail.
   */
  private void shrinkTo(Inode f, long size, int tail) {
    boolean writes = tail >= 0 && !cache.memoryBacked;
    long block = writes ? access.writeZeroTail(f, size) : -1;
    int b = geometry.blocks(size);
    cache.dropRange(f, b, geometry.maxFileBlocks() - b);
    f.views.forEach(v -> v.dropCopies(b));
    access.zeroTail(f, size);
    f.size = size;
    Folio p = tail < 0 ? null : cache.ownFolio(f, tail);
    if (p != null && writes) {
      cache.cleaned(f, tail, p, block);
    } else if (p != null) {
      cache.cleanBlocks(f, tail, 1);
    }
  }

  /** truncate_pagecache_range(). */
  Status punch(String name, long pos, long length) {
    Inode f = cache.named(name);
    Status status = statuses.punchStatus(f, pos, length);
    if (f == null || status != Status.OK) {
      return status;
    }
    cache.iget(f);
    PunchRange range = new PunchRange(pos, length, geometry);
    int[] partial = range.partial(f, access);
    access.prepared(
        f,
        partial,
        () -> {
          cache.dropRange(f, range.firstWhole, range.wholes);
          for (int b : partial) {
            access.storeZeros(f, b, range.start(b), range.end(b));
          }
        });
    return status;
  }

  /** vfs_clone_file_range(). */
  Status clone(String from, long pos, long length, String to, long toPos) {
    Inode f = cache.named(from);
    Inode g = cache.named(to);
    Status status = statuses.cloneStatus(f, pos, length, g, toPos);
    if (f == null || g == null || status != Status.OK) {
      return status;
    }
    cache.iget(f);
    cache.iget(g);
    long count = Statuses.remapLength(f, pos, length);
    if (count > 0) {
      boolean endsAtEof = pos + count == f.size;
      remap.cloneRange(f, pos, g, toPos, RemapLength.of(pos, count, endsAtEof, geometry));
    }
    return status;
  }

  /** vfs_dedupe_file_range_one(). */
  Status dedupe(String from, long pos, long length, String to, long toPos) {
    Inode f = cache.named(from);
    Inode g = cache.named(to);
    Status status = statuses.dedupeStatus(f, pos, length, g, toPos);
    if (f == null || g == null || status != Status.SAME) {
      return status;
    }
    cache.iget(f);
    cache.iget(g);
    RemapLength left =
        length == 0 ? new RemapLength(0, 0) : statuses.dedupeLength(f, pos, length, g, toPos);
    return left.count() == 0 ? status : remap.dedupeRange(f, pos, g, toPos, left);
  }

  /** file_write_and_wait_range(), and the commit of the journal. */
  Status fsync(String name) {
    Inode f = cache.named(name);
    Status status = statuses.fsyncStatus(f);
    if (f == null || status != Status.OK) {
      return status;
    }
    cache.iget(f);
    cache.cleanBlocks(f, 0, geometry.maxFileBlocks());
    durable.commit();
    return status;
  }

  /** open(O_CREAT | O_EXCL). */
  Status create(String name) {
    Status status = Statuses.createStatus(cache.inodes.get(name));
    if (status == Status.OK) {
      Inode f = new Inode(name);
      cache.inodes.put(name, f);
      cache.iget(f);
    }
    return status;
  }

  /** vfs_unlink(): an inode that is mapped lives on without name. */
  Status unlink(String name) {
    Inode f = cache.named(name);
    Status status = Statuses.unlinkStatus(f);
    if (f == null || status != Status.OK) {
      return status;
    }
    if (f.views.isEmpty()) {
      cache.destroy(f);
    } else {
      f.orphan = true;
    }
    return status;
  }

  long size(String name) {
    Inode f = cache.named(name);
    return f == null ? -1 : f.size;
  }
}
