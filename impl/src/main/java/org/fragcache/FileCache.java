package org.fragcache;

import java.nio.ByteBuffer;

/**
 * The calls that any cache of files that share blocks has: what {@link FragmentCache} is measured
 * against has them too. They are those of {@link FragmentCache}, which says what they do.
 *
 * <p>Positions, lengths and sizes are in bytes. A read or write is of bytes within one block. A
 * call that does not {@linkplain Status#completed complete} has changed nothing. Thread safe: each
 * call is atomic. After {@link #close} every method throws {@link IllegalStateException}.
 */
public interface FileCache extends AutoCloseable {
  /** Bytes per block. */
  int blockSize();

  /** Makes an empty file. */
  Status create(String name);

  /** Removes a file. */
  Status unlink(String name);

  /** The size of a file in bytes, or -1 if it does not exist. */
  long size(String name);

  /**
   * Reads bytes of a file, to the end of the block at most.
   *
   * @param dst gets them at its position, which advances by their number
   */
  Status read(String name, long pos, ByteBuffer dst);

  /**
   * Writes bytes of a block of a file, which grows to hold them.
   *
   * @param src gives all that it has, if the call ends in OK
   * @throws IllegalArgumentException if the bytes do not lie within a block
   */
  Status write(String name, long pos, ByteBuffer src);

  /** Sets the size of a file; what it gains reads as zeros. */
  Status truncate(String name, long size);

  /** Makes a range of a file zeros, its whole blocks holes; its size stays. */
  Status punch(String name, long pos, long length);

  /**
   * Makes a range of file {@code to} share the blocks of a range of file {@code from}.
   *
   * @param length to the end of a block, or of the source; 0 means to the end of the source
   */
  Status clone(String from, long pos, long length, String to, long toPos);

  /** Writes every dirty block of a file back. */
  Status fsync(String name);

  /** What the cache holds and has done. */
  CacheStats stats();

  /** Writes every dirty block back. The store stays open: it belongs to whom opened it. */
  @Override
  void close();
}
