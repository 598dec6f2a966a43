package org.fragcache;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where blocks last: an array of blocks of one size, numbered from 0, each allocated or free. It
 * knows nothing of files; block maps and extents belong to the cache.
 *
 * <p>The cache calls a store from one thread at a time and never reads a block that it has not
 * written since it was allocated. A call that throws {@link IOException} has changed no allocation;
 * a write that throws may have left anything in its block.
 */
public interface BlockStore extends AutoCloseable {
  /** Bytes per block. */
  int blockSize();

  /** Allocates the lowest free block. Its content is undefined until it is written. */
  long allocate() throws IOException;

  /**
   * Frees a block.
   *
   * @throws IllegalStateException if it is free already
   */
  void free(long block);

  /** Reads a whole block to {@code dst}, from its position on, which advances by a block. */
  void read(long block, ByteBuffer dst) throws IOException;

  /** Writes a whole block from {@code src}, from its position on, which advances by a block. */
  void write(long block, ByteBuffer src) throws IOException;

  /** Makes every write that has returned durable. */
  void sync() throws IOException;

  /** The number of blocks that are allocated. */
  long allocated();

  @Override
  void close() throws IOException;
}
