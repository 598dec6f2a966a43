package org.fragcache.baseline;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.fragcache.CacheStats;
import org.fragcache.FileCache;
import org.fragcache.Status;
import org.jspecify.annotations.Nullable;

/**
 * What the baselines have in common: all but what a clone does.
 *
 * <p>A call holds the write lock of its file, or files, from its first look to its last change. If
 * memory is short it lets go of them, has others' folios written back and begins anew, or ends in
 * ENOSPC if there is no store; and it begins anew if it finds that its file was unlinked since it
 * was looked up.
 */
abstract class BaselineCache implements FileCache {
  final Map<String, Inode> files = new ConcurrentHashMap<>();
  final Geometry geometry;
  final FolioPool pool;
  private final Pages pages;
  private final Reader reader;
  private final CallChecks checks;
  private final AtomicLong numbers = new AtomicLong();
  private volatile boolean closed;

  BaselineCache(Geometry geometry, FolioPool pool, Pages pages) {
    this.geometry = geometry;
    this.pool = pool;
    this.pages = pages;
    this.reader = new Reader(geometry, pool, pages);
    this.checks = new CallChecks(geometry);
  }

  /**
   * Blocks b..b+n-1 of f, written back, come to be blocks d.. of g too, whose size is not yet what
   * it will be. Under both files' write locks.
   *
   * @throws NeedsMemory if nothing was changed for want of it
   */
  abstract void cloneBlocks(Inode f, int b, int n, Inode g, int d);

  @Override
  public final int blockSize() {
    return geometry.blockSize;
  }

  @Override
  public final Status create(String name) {
    requireOpen();
    Inode f = new Inode(numbers.incrementAndGet());
    return files.putIfAbsent(name, f) == null ? Status.OK : Status.EEXIST;
  }

  @Override
  public final Status unlink(String name) {
    return call(
        name,
        f -> {
          f.dead = true;
          files.remove(name, f);
          return change(
              f,
              () -> {
                pages.drop(f, 0, geometry.maxFileBlocks);
                return Status.OK;
              });
        });
  }

  @Override
  public final long size(String name) {
    Inode f = named(name);
    return f == null ? -1 : f.size;
  }

  @Override
  public final Status read(String name, long pos, ByteBuffer dst) {
    Inode f = named(name);
    if (f == null) {
      return Status.ENOENT;
    }
    if (pos < 0) {
      return Status.EINVAL;
    }
    if (reader.tryRead(f, pos, dst) || readPresent(f, pos, dst)) {
      return Status.OK;
    }
    return call(
        name,
        g -> {
          reader.read(g, pos, dst);
          return Status.OK;
        });
  }

  private boolean readPresent(Inode f, long pos, ByteBuffer dst) {
    f.lock.readLock().lock();
    try {
      return !f.dead && reader.readPresent(f, pos, dst);
    } finally {
      f.lock.readLock().unlock();
    }
  }

  @Override
  public final Status write(String name, long pos, ByteBuffer src) {
    if (pos >= 0 && src.remaining() > geometry.blockSize - geometry.within(pos)) {
      throw new IllegalArgumentException(
          "src: %d bytes at %d, expected all within a block of %d"
              .formatted(src.remaining(), pos, geometry.blockSize));
    }
    return call(name, f -> write(f, pos, src));
  }

  private Status write(Inode f, long pos, ByteBuffer src) {
    int n = src.remaining();
    Status status = checks.write(pos, n);
    if (status != Status.OK || n == 0) {
      return status;
    }
    if (pos + n <= f.size) {
      pages.store(f, geometry.block(pos), geometry.within(pos), n, src);
    } else {
      f.beginChange();
      try {
        pages.store(f, geometry.block(pos), geometry.within(pos), n, src);
        f.size = pos + n;
      } finally {
        f.endChange();
      }
    }
    src.position(src.limit());
    return status;
  }

  @Override
  public final Status truncate(String name, long size) {
    return call(
        name,
        f -> {
          Status status = checks.truncate(size);
          return status != Status.OK ? status : change(f, () -> truncate(f, size));
        });
  }

  private Status truncate(Inode f, long size) {
    if (size < f.size) {
      int b = geometry.blocks(size);
      if (!geometry.isAligned(size)) {
        int at = geometry.within(size);
        zero(f, b - 1, at, geometry.blockSize);
      }
      pages.drop(f, b, geometry.maxFileBlocks - b);
    }
    f.size = size;
    return Status.OK;
  }

  @Override
  public final Status punch(String name, long pos, long length) {
    return call(
        name,
        f -> {
          Status status = checks.punch(pos, length);
          return status != Status.OK ? status : change(f, () -> punch(f, pos, pos + length));
        });
  }

  private Status punch(Inode f, long from, long to) {
    int first = geometry.block(from);
    int last = geometry.block(to);
    int start = geometry.within(from);
    int end = geometry.within(to);
    if (first == last) {
      zero(f, first, start, end);
      return Status.OK;
    }
    // All that can fail comes before the first zero.
    if (end > 0 && start > 0) {
      zero(f, last, 0, 0);
    }
    if (start > 0) {
      zero(f, first, start, geometry.blockSize);
    }
    if (end > 0) {
      zero(f, last, 0, end);
    }
    int whole = geometry.blocks(from);
    if (whole < last) {
      pages.drop(f, whole, last - whole);
    }
    return Status.OK;
  }

  /** Bytes from..to-1 of block b become zero; a hole is left alone. */
  private void zero(Inode f, int b, int from, int to) {
    if (!pages.isHole(f, b)) {
      pages.store(f, b, from, to - from, null);
    }
  }

  @Override
  public final Status clone(String from, long pos, long length, String to, long toPos) {
    while (true) {
      Inode f = named(from);
      Inode g = named(to);
      if (f == null || g == null) {
        return Status.ENOENT;
      }
      Inode first = f.number < g.number ? f : g;
      Inode second = first == f ? g : f;
      first.lock.writeLock().lock();
      second.lock.writeLock().lock();
      try {
        if (!f.dead && !g.dead) {
          return clone(f, pos, length, g, toPos);
        }
        continue;
      } catch (NeedsMemory e) {
        // Without the locks, and then again.
      } finally {
        second.lock.writeLock().unlock();
        first.lock.writeLock().unlock();
      }
      if (!pages.makeRoom()) {
        return Status.ENOSPC;
      }
    }
  }

  private Status clone(Inode f, long pos, long length, Inode g, long to) {
    Status status = checks.clone(f, pos, length, g, to);
    long count = length == 0 ? f.size - pos : length;
    if (status != Status.OK || count == 0) {
      return status;
    }
    int b = geometry.block(pos);
    int n = geometry.blocks(count);
    int d = geometry.block(to);
    pages.writeBack(f, b, n);
    return change(
        g,
        () -> {
          cloneBlocks(f, b, n, g, d);
          g.size = Math.max(g.size, to + count);
          return status;
        });
  }

  @Override
  public final Status fsync(String name) {
    return call(
        name,
        f -> {
          pages.writeBack(f, 0, geometry.maxFileBlocks);
          return Status.OK;
        });
  }

  @Override
  public final CacheStats stats() {
    requireOpen();
    return pages.stats();
  }

  @Override
  public final void close() {
    if (!closed) {
      files.keySet().forEach(this::fsync);
      closed = true;
    }
  }

  private @Nullable Inode named(String name) {
    requireOpen();
    return files.get(name);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("cache: use after close");
    }
  }

  /** Runs a call on the file of this name, under its lock. */
  private Status call(String name, Function<Inode, Status> body) {
    while (true) {
      Inode f = named(name);
      if (f == null) {
        return Status.ENOENT;
      }
      f.lock.writeLock().lock();
      try {
        if (!f.dead) {
          return body.apply(f);
        }
        continue;
      } catch (NeedsMemory e) {
        // Without the lock, and then again.
      } finally {
        f.lock.writeLock().unlock();
      }
      if (!pages.makeRoom()) {
        return Status.ENOSPC;
      }
    }
  }

  /** Runs what changes the size of a file, or which blocks it has. */
  private static Status change(Inode f, Supplier<Status> body) {
    f.beginChange();
    try {
      return body.get();
    } finally {
      f.endChange();
    }
  }
}
