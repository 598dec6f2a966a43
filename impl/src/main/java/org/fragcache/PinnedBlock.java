package org.fragcache;

import java.nio.ByteBuffer;

/**
 * Pinned memory, from {@link CachedFile#pin} to {@link #close}: from an offset in a file to the end
 * of its block. It stays what it is when the file changes, is truncated or removed. Thread safe.
 */
public final class PinnedBlock implements AutoCloseable {
  private final PinHandle handle;
  private final String what;

  PinnedBlock(PinHandle handle, String file, long offset) {
    this.handle = handle;
    this.what = "pin of " + file + " at " + offset;
  }

  /** Reads from the start of what is pinned, as much as there is and {@code dst} has room for. */
  public void load(ByteBuffer dst) {
    check(handle.load(dst), "load through ");
  }

  /**
   * Writes to the start of what is pinned; EPERM if it was pinned to read.
   *
   * @throws IllegalArgumentException if there is more than to the end of the block
   */
  public void store(ByteBuffer src) {
    check(handle.store(src), "store through ");
  }

  /** Ends the pin. Idempotent. */
  @Override
  public void close() {
    Status status = handle.unpin();
    if (status != Status.EINVAL) {
      check(status, "unpin of ");
    }
  }

  private void check(Status status, String call) {
    FragcacheException.check(
        status, call + what, status == Status.EPERM ? "it was pinned to read" : "it has ended");
  }

  @Override
  public String toString() {
    return what;
  }
}
