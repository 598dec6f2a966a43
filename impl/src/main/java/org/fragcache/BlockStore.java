package org.fragcache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Where blocks last: an array of blocks of one size, numbered from 0, each allocated or free, and a
 * string of bytes, the <em>metadata</em>, in which the owner of the blocks says what they are, with
 * a <em>log</em> of records that say what has changed since. The store knows nothing of files;
 * block maps and extents belong to the cache, which keeps them in the metadata.
 *
 * <p>{@link #commit}, of all the metadata, and {@link #append}, of a record, are the only steps
 * that last, and each is atomic. A store found after a crash has the metadata and the log as the
 * last of them left it, and no block allocated; its owner reads {@link #metadata} and {@link #log}
 * and {@linkplain #claim claims} every block that they name together. These blocks have the bytes
 * that they had at that step, if the owner has not written to them since: what is committed is
 * changed by writing a new block and freeing the old one.
 *
 * <p>The cache reads and writes blocks from several threads at once, though none that is being
 * written, and allocates meanwhile; allocation it does one call at a time, and so commits and
 * appends. It never reads a block that it has not written since it was allocated. A call that
 * throws {@link IOException} has changed no allocation; a write that throws may have left anything
 * in its block.
 */
public interface BlockStore extends AutoCloseable {
  /** Bytes per block. */
  int blockSize();

  /**
   * Allocates the lowest free block. Its content is undefined until it is written. Never one that
   * the durable metadata may name: see {@link #free}.
   */
  long allocate() throws IOException;

  /**
   * Frees a block. A store that outlives a crash neither allocates nor overwrites it before the
   * next commit or append has returned, if what is durable may name it.
   *
   * @throws IllegalStateException if it is free already
   */
  void free(long block);

  /**
   * Says that this block is allocated, for the metadata name it. On a store newly opened, before
   * the first {@link #allocate}.
   *
   * @throws IllegalStateException if the store has no such block, or it is not free
   */
  void claim(long block);

  /** Reads a whole block to {@code dst}, from its position on, which advances by a block. */
  void read(long block, ByteBuffer dst) throws IOException;

  /**
   * Writes a whole block from {@code src}, from its position on, which advances by a block. If the
   * durable metadata name the block, a crash may leave it with any mix of old and new bytes.
   */
  void write(long block, ByteBuffer src) throws IOException;

  /**
   * Makes every write that has returned durable, then replaces the durable metadata, and empties
   * the log, atomically: after a crash {@link #metadata} gives these bytes and {@link #log} nothing
   * or, if this has not returned, perhaps both give what they did before; never a mix.
   *
   * @param metadata the store keeps no reference to it
   * @throws IOException if it failed. Then either may be what is durable, and the blocks of both
   *     stay reserved, until a later commit returns and settles it
   */
  void commit(byte[] metadata) throws IOException;

  /**
   * Makes every write that has returned durable, then adds a record to the durable log, atomically:
   * after a crash {@link #log} ends with it or, if this has not returned, perhaps not; never with a
   * part of it. Costs in proportion to the record and to what was written, not to the metadata.
   *
   * @param record the store keeps no reference to it
   * @return false, with nothing done, if there is no room, or a commit or append has failed since
   *     the last commit that returned: then all the metadata must be committed
   * @throws IOException if it failed. Then the log may have the record or not, and the blocks of
   *     both stay reserved, until a later commit returns and settles it
   */
  boolean append(byte[] record) throws IOException;

  /**
   * The metadata of the last commit that returned, or else those found when the store was opened;
   * empty if there are none. The caller may change the array.
   */
  byte[] metadata() throws IOException;

  /**
   * What was appended to these metadata, in order: the records of appends that returned, and those
   * found when the store was opened. The caller may change the arrays.
   */
  List<byte[]> log() throws IOException;

  /** The number of blocks that are allocated. */
  long allocated();

  /** Gives up what the store holds of the system. Commits nothing. Idempotent. */
  @Override
  void close() throws IOException;
}
