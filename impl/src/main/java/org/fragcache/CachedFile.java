package org.fragcache;

import java.nio.ByteBuffer;

/**
 * A file by name, in bytes. Offsets and lengths are multiples of the block size, else EINVAL.
 *
 * <p>Each block is read or written atomically; a longer call is a sequence of these, as on Linux,
 * and other threads may come between. Thread safe, and as cheap to make as its name; a buffer given
 * to a call must not be used by others meanwhile.
 *
 * <p>Calls that are rejected throw {@link FragcacheException}; a failing store makes them throw
 * {@link java.io.UncheckedIOException}, see {@link FragmentCache}.
 */
public final class CachedFile {
  private final FragmentCache cache;
  private final String name;

  CachedFile(FragmentCache cache, String name) {
    this.cache = cache;
    this.name = name;
  }

  /** The file's name. */
  public String name() {
    return name;
  }

  /** Makes the file; EEXIST if it exists. */
  public void create() {
    check(cache.create(name), "create " + name, "it exists");
  }

  /** Removes the file. */
  public void unlink() {
    check(cache.unlink(name), "unlink " + name);
  }

  /** Whether the file exists. */
  public boolean exists() {
    return cache.size(name) >= 0;
  }

  /** The size in bytes. */
  public long size() {
    int size = cache.size(name);
    check(size < 0 ? Status.ENOENT : Status.OK, "size of " + name);
    return (long) size * cache.blockSize();
  }

  /**
   * Reads until {@code dst} is full or the file ends.
   *
   * @return the number of bytes read, or -1 if the file has none from {@code offset} on
   */
  public int read(long offset, ByteBuffer dst) {
    String call = "read of " + name + " at " + offset;
    int b = blocks(offset, call, "offset");
    int n = blocks(dst.remaining(), call, "length");
    int start = dst.position();
    for (int i = 0; i < n; i++) {
      int before = dst.position();
      check(cache.read(name, block(b, i), dst), call);
      if (dst.position() == before) {
        break;
      }
    }
    int done = dst.position() - start;
    if (n == 0) {
      size(); // ENOENT
    }
    return done == 0 && n > 0 ? -1 : done;
  }

  /**
   * Writes all that {@code src} has. If the end would lie past the largest size of a file: EFBIG,
   * and nothing is written.
   */
  public void write(long offset, ByteBuffer src) {
    String call = "write of " + name + " at " + offset;
    int b = blocks(offset, call, "offset");
    int n = blocks(src.remaining(), call, "length");
    if (n == 0 || (long) b + n > cache.maxFileBlocks()) {
      size(); // ENOENT
      check(n == 0 ? Status.OK : Status.EFBIG, call, tooBig());
    }
    for (int i = 0; i < n; i++) {
      check(cache.write(name, b + i, src), call);
    }
  }

  /** Sets the size in bytes; what the file gains reads as zeros. */
  public void truncate(long size) {
    String call = "truncate of " + name + " to " + size;
    check(cache.truncate(name, blocks(size, call, "size")), call, tooBig());
  }

  /** Makes a range of the file a hole; its size stays. */
  public void punch(long offset, long length) {
    String call = "punch of " + name + " at " + offset + " length " + length;
    int b = blocks(offset, call, "offset");
    check(cache.punch(name, b, blocks(length, call, "length")), call, "not a range of the file");
  }

  /** Makes {@code dst}, from its start, share all that this file has. */
  public void cloneTo(CachedFile dst) {
    cloneRange(0, 0, dst, 0);
  }

  /**
   * Makes a range of {@code dst}, a file of the same cache, share a range of this file.
   *
   * @param length 0 means to the end of this file
   */
  public void cloneRange(long offset, long length, CachedFile dst, long dstOffset) {
    if (dst.cache != cache) {
      throw new IllegalArgumentException("dst: " + dst + " of another cache, expected the same");
    }
    String call =
        "clone of %s at %d length %d to %s at %d"
            .formatted(name, offset, length, dst.name, dstOffset);
    int b = blocks(offset, call, "offset");
    int n = blocks(length, call, "length");
    int c = blocks(dstOffset, call, "destination offset");
    check(
        cache.clone(name, b, n, dst.name, c),
        call,
        "the source range must lie in the source and may not overlap the destination, whose end is"
            + " at most "
            + cache.maxFileBlocks()
            + " blocks");
  }

  /** Makes what was written so far durable on the store. */
  public void fsync() {
    check(cache.fsync(name), "fsync of " + name);
  }

  @Override
  public String toString() {
    return "file " + name;
  }

  private String tooBig() {
    return "a file has at most " + cache.maxFileBlocks() + " blocks";
  }

  /** Bytes in blocks. One past the greatest number of blocks stands for all beyond. */
  private int blocks(long bytes, String call, String what) {
    int blockSize = cache.blockSize();
    if (bytes < 0 || bytes % blockSize != 0) {
      throw new FragcacheException(
          Status.EINVAL,
          call,
          what + " " + bytes + ", expected a multiple of the block size " + blockSize);
    }
    return (int) Math.min(bytes / blockSize, Integer.MAX_VALUE);
  }

  private static int block(int b, int i) {
    return (int) Math.min((long) b + i, Integer.MAX_VALUE);
  }

  private static void check(Status status, String call) {
    check(status, call, "not allowed");
  }

  private static void check(Status status, String call, String reason) {
    if (status != Status.OK) {
      throw new FragcacheException(status, call, status == Status.ENOENT ? "no such file" : reason);
    }
  }
}
