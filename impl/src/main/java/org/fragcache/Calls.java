package org.fragcache;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@code spec/Calls.tla}, each the action of its name in {@code
 * spec/FragmentCache.tla}: its status, and if that is OK its effect; a call that succeeds brings
 * its inodes into memory. Under the cache's lock.
 */
final class Calls {
  private final PageCache cache;
  private final Remap remap;
  private final int maxFileBlocks;
  private final byte[] zeros;

  Calls(PageCache cache, int blockSize, int maxFileBlocks) {
    this.cache = cache;
    this.remap = new Remap(cache);
    this.maxFileBlocks = maxFileBlocks;
    this.zeros = new byte[blockSize];
  }

  /** filemap_read(). */
  Status read(String name, int b, ByteBuffer dst) {
    Inode f = cache.inodes.get(name);
    Status status = Statuses.readStatus(f, b);
    if (f == null || status != Status.OK) {
      return status;
    }
    cache.iget(f);
    if (b < f.size) {
      copy(cache.fill(f, b), dst);
    }
    return status;
  }

  /** generic_perform_write(). */
  Status write(String name, int b, ByteBuffer src) {
    Inode f = cache.inodes.get(name);
    Status status = Statuses.writeStatus(f, b, maxFileBlocks);
    if (f == null || status != Status.OK) {
      return status;
    }
    cache.iget(f);
    cache.storeBlock(f, b, src);
    f.size = Math.max(f.size, b + 1);
    return status;
  }

  /** truncate_setsize(). */
  Status truncate(String name, int n) {
    Inode f = cache.inodes.get(name);
    Status status = Statuses.truncateStatus(f, n, maxFileBlocks);
    if (f == null || status != Status.OK) {
      return status;
    }
    cache.iget(f);
    if (n < f.size) {
      cache.dropRange(f, n, f.size - n);
    }
    f.size = n;
    return status;
  }

  /** truncate_pagecache_range(). */
  Status punch(String name, int b, int n) {
    Inode f = cache.inodes.get(name);
    Status status = Statuses.punchStatus(f, b, n, maxFileBlocks);
    if (f == null || status != Status.OK) {
      return status;
    }
    cache.iget(f);
    cache.dropRange(f, b, n);
    return status;
  }

  /** vfs_clone_file_range(). */
  Status clone(String from, int b, int n, String to, int c) {
    Inode f = cache.inodes.get(from);
    Inode g = cache.inodes.get(to);
    Status status = Statuses.cloneStatus(f, b, n, g, c, maxFileBlocks);
    if (f == null || g == null || status != Status.OK) {
      return status;
    }
    int len = Statuses.remapLength(f, b, n);
    cache.iget(f);
    cache.iget(g);
    if (len > 0) {
      remap.cloneRange(f, b, len, g, c);
    }
    return status;
  }

  /** file_write_and_wait_range(). */
  Status fsync(String name) {
    Inode f = cache.inodes.get(name);
    Status status = Statuses.fsyncStatus(f);
    if (f == null || status != Status.OK) {
      return status;
    }
    cache.iget(f);
    cache.cleanBlocks(f, 0, maxFileBlocks);
    cache.store.commit(new byte[0]);
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

  /** evict() of an inode without name. */
  Status unlink(String name) {
    Inode f = cache.inodes.get(name);
    Status status = Statuses.unlinkStatus(f);
    if (f == null || status != Status.OK) {
      return status;
    }
    cache.dropRange(f, 0, maxFileBlocks);
    cache.inodes.remove(name);
    return status;
  }

  int size(String name) {
    Inode f = cache.inodes.get(name);
    return f == null ? -1 : f.size;
  }

  private void copy(@Nullable Folio p, ByteBuffer dst) {
    if (p == null) {
      dst.put(zeros);
    } else {
      p.referenced = true;
      dst.put(p.bytes());
    }
  }
}
