package org.fragcache;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes that last: what a {@link DeviceBlockStore} stands on. A device promises one thing, that
 * what was written before a {@link #sync} that returned outlives a crash. Until then a crash may
 * leave any part of any write, in any order.
 *
 * <p>Read and written by several threads at once, and synced meanwhile; a sync is of what was
 * written before it began. {@link Object#toString} names the device in messages.
 */
public interface BlockDevice extends AutoCloseable {
  /**
   * Reads the bytes from {@code pos} on, and fills {@code dst} from its position to its limit.
   *
   * @throws EOFException if the device ends before
   */
  void read(long pos, ByteBuffer dst) throws IOException;

  /**
   * Writes all that remains in {@code src} at {@code pos}. The device grows to hold it; bytes
   * between the old end and {@code pos} are zeros. If it throws, any part may have been written.
   */
  void write(long pos, ByteBuffer src) throws IOException;

  /**
   * Makes every write that has returned durable. If it throws, some of them may not be; a later
   * sync that returns has made these durable too. A device that cannot promise this fails every
   * later sync.
   */
  void sync() throws IOException;

  /** The number of bytes up to the end. */
  long size() throws IOException;

  /** Idempotent. Does not sync. */
  @Override
  void close() throws IOException;
}
