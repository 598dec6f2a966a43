package org.fragcache;

import java.nio.ByteBuffer;

/**
 * A file by name, in bytes of any alignment.
 *
 * <p>What lies within a block is read or written atomically; a longer call is a sequence of these,
 * as on Linux, and other threads may come between; if one is rejected, those before it are done,
 * which the buffer's position tells. Thread safe, and as cheap to make as its name; a buffer given
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

  /** Makes the file; EEXIST if it exists, EBUSY while one that was unlinked is mapped. */
  public void create() {
    check(cache.create(name), "create " + name, "it exists");
  }

  /** Removes the file. Views of it stay as they are, and so does what they show. */
  public void unlink() {
    check(cache.unlink(name), "unlink " + name);
  }

  /** Whether the file exists. */
  public boolean exists() {
    return cache.size(name) >= 0;
  }

  /** The size in bytes. */
  public long size() {
    long size = cache.size(name);
    check(size < 0 ? Status.ENOENT : Status.OK, "size of " + name);
    return size;
  }

  /**
   * Reads until {@code dst} is full or the file ends.
   *
   * @return the number of bytes read, or -1 if the file has none from {@code offset} on
   */
  public int read(long offset, ByteBuffer dst) {
    String call = "read of " + name + " at " + offset;
    int start = dst.position();
    if (!dst.hasRemaining()) {
      check(cache.read(name, offset, dst), call, "negative offset");
      return 0;
    }
    while (dst.hasRemaining()) {
      int before = dst.position();
      check(cache.read(name, offset + (before - start), dst), call, "negative offset");
      if (dst.position() == before) {
        break;
      }
    }
    int done = dst.position() - start;
    return done == 0 ? -1 : done;
  }

  /**
   * Writes all that {@code src} has. If the end would lie past the largest size of a file: EFBIG,
   * and nothing is written.
   */
  public void write(long offset, ByteBuffer src) {
    String call = "write of " + name + " at " + offset;
    if (offset > maxBytes() - src.remaining()) {
      size(); // ENOENT
      check(Status.EFBIG, call, tooBig());
    }
    long pos = offset;
    int limit = src.limit();
    try {
      do {
        int n = Math.min(limit - src.position(), rest(pos));
        src.limit(src.position() + n);
        check(cache.write(name, pos, src), call, "negative offset");
        pos += n;
      } while (src.position() < limit);
    } finally {
      src.limit(limit);
    }
  }

  /** Bytes from a position to the end of its block. */
  private int rest(long pos) {
    return cache.blockSize() - (int) Math.floorMod(pos, (long) cache.blockSize());
  }

  private long maxBytes() {
    return (long) cache.maxFileBlocks() * cache.blockSize();
  }

  /** Sets the size in bytes; what the file gains reads as zeros. */
  public void truncate(long size) {
    check(cache.truncate(name, size), "truncate of " + name + " to " + size, tooBig());
  }

  /** Makes a range of the file zeros, its whole blocks holes; its size stays. */
  public void punch(long offset, long length) {
    String call = "punch of " + name + " at " + offset + " length " + length;
    check(cache.punch(name, offset, length), call, "not a range of the file");
  }

  /** Makes {@code dst}, from its start, share all that this file has. */
  public void cloneTo(CachedFile dst) {
    cloneRange(0, 0, dst, 0);
  }

  /**
   * Makes a range of {@code dst}, a file of the same cache, share a range of this file.
   *
   * @param offset a multiple of the block size, as {@code dstOffset}
   * @param length 0 means to the end of this file; a multiple of the block size unless the range
   *     ends there
   */
  public void cloneRange(long offset, long length, CachedFile dst, long dstOffset) {
    requireSameCache(dst);
    check(
        cache.clone(name, offset, length, dst.name, dstOffset),
        remap("clone", offset, length, dst, dstOffset),
        "offsets must be multiples of %d; the source range must lie in the source, end with a block or with it, and not overlap the destination, whose end is at most %d blocks"
            .formatted(cache.blockSize(), cache.maxFileBlocks()));
  }

  /**
   * Makes a range of {@code dst}, a file of the same cache, share a range of this file if both hold
   * the same bytes.
   *
   * @param offset a multiple of the block size, as {@code dstOffset}
   * @return whether they do
   */
  public boolean dedupeRange(long offset, long length, CachedFile dst, long dstOffset) {
    requireSameCache(dst);
    Status status = cache.dedupe(name, offset, length, dst.name, dstOffset);
    check(
        status,
        remap("dedupe", offset, length, dst, dstOffset),
        "offsets must be multiples of %d; the ranges must lie in their files and not overlap"
            .formatted(cache.blockSize()));
    return status == Status.SAME;
  }

  private void requireSameCache(CachedFile dst) {
    if (dst.cache != cache) {
      throw new IllegalArgumentException("dst: " + dst + " of another cache, expected the same");
    }
  }

  private String remap(String what, long offset, long length, CachedFile dst, long dstOffset) {
    return "%s of %s at %d length %d to %s at %d"
        .formatted(what, name, offset, length, dst.name, dstOffset);
  }

  /** Writes the file's dirty blocks back and, if the cache is durable, makes all names durable. */
  public void fsync() {
    check(cache.fsync(name), "fsync of " + name);
  }

  /** Maps the whole file, as into a process of its own. */
  public MappedView map(MapKind kind) {
    AddressSpace process = cache.newProcess();
    check(process.map(name, kind), "map of " + name);
    return new MappedView(process, name, cache.blockSize());
  }

  /** Pins the file's memory from this offset to the end of its block. */
  public PinnedBlock pin(long offset, PinKind kind) {
    PinHandle handle = cache.newPinHandle();
    check(handle.pin(name, offset, kind), "pin of " + name + " at " + offset, "no memory there");
    return new PinnedBlock(handle, name, offset);
  }

  @Override
  public String toString() {
    return "file " + name;
  }

  private String tooBig() {
    return "a file has at most " + cache.maxFileBlocks() + " blocks";
  }

  private static void check(Status status, String call) {
    check(status, call, "not allowed");
  }

  private static void check(Status status, String call, String reason) {
    FragcacheException.check(status, call, reason);
  }
}
