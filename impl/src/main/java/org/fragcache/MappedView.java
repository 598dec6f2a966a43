package org.fragcache;

import java.nio.ByteBuffer;

/**
 * A file in memory, from {@link CachedFile#map} to {@link #close}. Loads and stores of more than a
 * block are sequences of atomic ones, as in {@link CachedFile}. Those that the kernel would answer
 * with a signal throw {@link FragcacheException}. Thread safe.
 */
public final class MappedView implements AutoCloseable {
  private final AddressSpace process;
  private final String file;
  private final int blockSize;

  MappedView(AddressSpace process, String file, int blockSize) {
    this.process = process;
    this.file = file;
    this.blockSize = blockSize;
  }

  /** Fills {@code dst} with memory from this offset in the file on. */
  public void load(long offset, ByteBuffer dst) {
    int start = dst.position();
    while (dst.hasRemaining()) {
      long pos = offset + (dst.position() - start);
      check(process.load(pos, dst), "load at " + pos);
    }
  }

  /** Writes all that {@code src} has to memory. */
  public void store(long offset, ByteBuffer src) {
    long pos = offset;
    int limit = src.limit();
    try {
      while (src.position() < limit) {
        int rest = blockSize - (int) Math.floorMod(pos, (long) blockSize);
        int n = Math.min(limit - src.position(), rest);
        src.limit(src.position() + n);
        check(process.store(pos, src), "store at " + pos);
        pos += n;
      }
    } finally {
      src.limit(limit);
    }
  }

  /** Ends the view. Idempotent. */
  @Override
  public void close() {
    check(process.unmap(), "unmap");
  }

  private void check(Status status, String call) {
    FragcacheException.check(status, call + " of a view of " + file, "not allowed");
  }

  @Override
  public String toString() {
    return "view of " + file;
  }
}
