package org.fragcache;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A page cache of files that share blocks, in which a shared block has one folio, whoever reads it.
 *
 * <p>Files that are clones of each other refer to reference-counted <em>fragments</em>, one per
 * shared extent of the store; a fragment owns the folios of its extent. Cloning what is shared
 * already touches no folio.
 *
 * <p>There are two layers. The methods here are the calls and environment steps of {@code
 * spec/FragmentCache.tla}, by name, in whole blocks; a call reports how it ended as a {@link
 * Status}, without an exception, and changes nothing unless it ends in {@link Status#OK}. {@link
 * #file} gives a handle with byte ranges and exceptions.
 *
 * <p>Blocks are numbered from 0. A negative number is {@link Status#EINVAL}.
 *
 * <p>Thread safe. Every method takes the cache's one lock, and takes effect while it holds it; so a
 * call is one atomic step, and calls are linearizable in the order in which they get the lock.
 *
 * <p>A store that fails makes a call throw {@link java.io.UncheckedIOException}. The cache is then
 * in a legal state: what was dirty is dirty still, or on the store; the call has otherwise had no
 * effect that a reader of any file can see, and can be repeated.
 *
 * <p>After {@link #close} every method throws {@link IllegalStateException}.
 */
public final class FragmentCache implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock(); // guards everything below
  private final int blockSize;
  private final int maxFileBlocks;
  private final PageCache cache;
  private final Calls calls;
  private final StateEncoder encoder;
  private boolean closed;

  FragmentCache(int blockSize, int maxFileBlocks, int maxFolios, BlockStore store) {
    this.blockSize = blockSize;
    this.maxFileBlocks = maxFileBlocks;
    this.cache = new PageCache(store, maxFolios);
    this.calls = new Calls(cache, blockSize, maxFileBlocks);
    this.encoder = new StateEncoder(cache, blockSize);
  }

  /** A builder, all of whose values have defaults. */
  public static FragmentCacheBuilder builder() {
    return new FragmentCacheBuilder();
  }

  /** Bytes per block. */
  public int blockSize() {
    return blockSize;
  }

  /** The largest size of a file, in blocks. */
  public int maxFileBlocks() {
    return maxFileBlocks;
  }

  /** A handle for the file of this name, which need not exist. */
  public CachedFile file(String name) {
    return new CachedFile(this, name);
  }

  // Calls.

  /**
   * Reads block b of a file. Spec action {@code Read}; filemap_read().
   *
   * @param dst gets the block at its position, which advances by a block; at or past the end of the
   *     file it stays as it is
   * @return OK, ENOENT
   * @throws IllegalArgumentException if {@code dst} has no room for a block
   */
  public Status read(String name, int b, ByteBuffer dst) {
    requireBlock("dst", dst);
    return locked(() -> calls.read(name, b, dst));
  }

  /**
   * Writes block b of a file, which grows to hold it. Spec action {@code Write};
   * generic_perform_write(). The block is dirty in the cache until writeback or {@link #fsync}.
   *
   * @param src gives the block from its position, which advances by a block if the call ends in OK
   * @return OK, ENOENT, EFBIG
   * @throws IllegalArgumentException if {@code src} has less than a block
   */
  public Status write(String name, int b, ByteBuffer src) {
    requireBlock("src", src);
    return locked(() -> calls.write(name, b, src));
  }

  /**
   * Sets the size of a file to n blocks; what it gains reads as zeros. Spec action {@code
   * Truncate}; truncate_setsize().
   *
   * @return OK, ENOENT, EFBIG
   */
  public Status truncate(String name, int n) {
    return locked(() -> calls.truncate(name, n));
  }

  /**
   * Makes blocks b..b+n-1 of a file a hole; its size stays. Spec action {@code Punch};
   * truncate_pagecache_range().
   *
   * @return OK, ENOENT, EINVAL if n is 0, EFBIG
   */
  public Status punch(String name, int b, int n) {
    return locked(() -> calls.punch(name, b, n));
  }

  /**
   * Makes blocks c..c+n-1 of file {@code to} share blocks b..b+n-1 of file {@code from}. Spec
   * action {@code Clone}; vfs_clone_file_range(). Writes dirty blocks of the source back, then does
   * no I/O.
   *
   * @param n blocks; 0 means to the end of the source
   * @return OK, ENOENT, EINVAL if the source ends before the range or the ranges overlap in one
   *     file, EFBIG
   */
  public Status clone(String from, int b, int n, String to, int c) {
    return locked(() -> calls.clone(from, b, n, to, c));
  }

  /**
   * Writes every dirty block of a file back and syncs the store. Spec action {@code Fsync};
   * file_write_and_wait_range().
   *
   * @return OK, ENOENT
   */
  public Status fsync(String name) {
    return locked(() -> calls.fsync(name));
  }

  /**
   * Makes an empty file. Spec action {@code Create}; open(O_CREAT | O_EXCL).
   *
   * @return OK, EEXIST
   */
  public Status create(String name) {
    return locked(() -> calls.create(name));
  }

  /**
   * Removes a file with its blocks. Spec action {@code Unlink}; evict() of an inode without name.
   *
   * @return OK, ENOENT
   */
  public Status unlink(String name) {
    return locked(() -> calls.unlink(name));
  }

  /** The size of a file in blocks, or -1 if it does not exist. */
  public int size(String name) {
    return locked(() -> calls.size(name));
  }

  // Steps of the environment: a kernel's own choices (D16).

  /**
   * Writes a dirty block back. Spec action {@code Writeback}; writeback_iter().
   *
   * @return false, and nothing is done, unless the file has a dirty folio at b
   */
  public boolean writeback(String name, int b) {
    return locked(() -> cache.reclaim().writeback(cache.inodes.get(name), b));
  }

  /**
   * Gives up a file's own clean folio. Spec action {@code ReclaimOwn}; __remove_mapping().
   *
   * @return false, and nothing is done, unless the file has a clean folio of its own at b
   */
  public boolean reclaimOwn(String name, int b) {
    return locked(() -> cache.reclaim().reclaimOwn(cache.inodes.get(name), b));
  }

  /**
   * Gives up a fragment's folio; references to it stay. Spec action {@code ReclaimFragment};
   * __remove_mapping().
   *
   * @param key the fragment's extent, from 1 on
   * @return false, and nothing is done, unless the fragment has a folio at this offset
   */
  public boolean reclaimFragment(int key, int offset) {
    return locked(
        () -> key > 0 && cache.reclaim().reclaimFragment(cache.fragments.get(key), offset));
  }

  /**
   * An inode leaves memory with its slots; the file stays. Spec action {@code Evict}; evict().
   *
   * @return false, and nothing is done, unless the inode is in memory without dirty folios
   */
  public boolean evict(String name) {
    return locked(() -> cache.reclaim().evict(cache.inodes.get(name)));
  }

  // Observation.

  /** What the cache holds and has done. */
  public CacheStats stats() {
    return locked(
        () ->
            new CacheStats(
                cache.folios.count(),
                (int) cache.folios.used().stream().filter(p -> p.dirty).count(),
                cache.fragments.count(),
                cache.store.reads(),
                cache.store.writes(),
                cache.reclaim().reclaimed()));
  }

  /**
   * Appends the state in terms of the specification's variables: a line {@code name=value} for
   * each, in TLA+ notation without blanks, canonical, so that equal states have equal bytes. Reads
   * own and extent blocks from the store, uncounted; the cache is unchanged.
   *
   * @throws IllegalStateException if the state does not fit the scope, or a block is torn
   */
  public void encodeState(Scope scope, StateBuffer out) {
    lock();
    try {
      encoder.encode(scope, out);
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #encodeState(Scope, StateBuffer)}, to a new array. */
  public byte[] encodeState(Scope scope) {
    StateBuffer out = new StateBuffer();
    encodeState(scope, out);
    return out.toByteArray();
  }

  /**
   * Evaluates the invariants of {@code spec/FragmentCacheProperties.tla} on the cache's structures.
   * Takes time in proportion to all that is cached and mapped.
   *
   * @throws IllegalStateException naming the first that does not hold: by its TLA+ name, then
   *     whose, actual and expected
   */
  public void checkInvariants() {
    lock();
    try {
      new InvariantChecker(cache, blockSize).check();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes every dirty block back and syncs the store, which stays open: it belongs to whom opened
   * it. Idempotent, but if it throws the cache is open still.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      for (Inode f : cache.inodes.values()) {
        cache.cleanBlocks(f, 0, maxFileBlocks);
      }
      cache.store.commit(new byte[0]);
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** For tests that break what {@link #checkInvariants} must find broken. */
  PageCache internals() {
    return cache;
  }

  private <T> T locked(Supplier<T> body) {
    lock();
    try {
      return body.get();
    } finally {
      lock.unlock();
    }
  }

  private void lock() {
    lock.lock();
    if (closed) {
      lock.unlock();
      throw new IllegalStateException("cache: use after close");
    }
  }

  private void requireBlock(String what, ByteBuffer buffer) {
    if (buffer.remaining() < blockSize) {
      throw new IllegalArgumentException(
          what + ": " + buffer.remaining() + " bytes, expected at least a block of " + blockSize);
    }
  }
}
