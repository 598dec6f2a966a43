package org.fragcache;

import org.jspecify.annotations.Nullable;

/** Builds a {@link FragmentCache}. Not thread safe. */
public final class FragmentCacheBuilder {
  private static final int WORD = Long.BYTES;
  private static final int MAX_BLOCK_SIZE = 1 << 20;

  private int blockSize;
  private int maxFileBlocks = 1 << 20;
  private long memoryLimit = 64L << 20;
  private @Nullable BlockStore store;

  FragmentCacheBuilder() {}

  /** Bytes per block, a multiple of 8 up to 1 MiB; by default the store's, or 4096. */
  public FragmentCacheBuilder blockSize(int bytes) {
    if (bytes <= 0 || bytes % WORD != 0 || bytes > MAX_BLOCK_SIZE) {
      throw new IllegalArgumentException(
          "blockSize: " + bytes + ", expected a multiple of 8 from 8 to " + MAX_BLOCK_SIZE);
    }
    blockSize = bytes;
    return this;
  }

  /** The largest size of a file, in blocks, at least 1; by default 2^20. */
  public FragmentCacheBuilder maxFileBlocks(int blocks) {
    maxFileBlocks = Checks.positive("maxFileBlocks", blocks);
    return this;
  }

  /**
   * Most bytes of cached data, rounded down to whole blocks, at least one block; by default 64 MiB.
   * When it is reached, folios are reclaimed: a clean one by second chance, after writeback if none
   * is clean. A limit that is not reached has no effect.
   */
  public FragmentCacheBuilder memoryLimit(long bytes) {
    memoryLimit = bytes;
    return this;
  }

  /** Where blocks last; by default in the heap. The caller closes it, after the cache. */
  public FragmentCacheBuilder store(BlockStore store) {
    this.store = store;
    return this;
  }

  /**
   * The cache, without files.
   *
   * @throws IllegalArgumentException if the memory limit is less than a block, or the store has
   *     another block size or holds blocks already
   */
  public FragmentCache build() {
    if (blockSize == 0) {
      blockSize(store != null ? store.blockSize() : 4096);
    }
    int size = blockSize;
    BlockStore blocks = store != null ? store : new MemoryBlockStore(size);
    if (blocks.blockSize() != size) {
      throw new IllegalArgumentException(
          "blockSize: " + size + ", expected the store's " + blocks.blockSize());
    }
    if (blocks.allocated() != 0) {
      throw new IllegalArgumentException(
          "store: " + blocks.allocated() + " blocks allocated, expected none");
    }
    long maxFolios = Math.min(memoryLimit / size, Integer.MAX_VALUE - 1);
    if (maxFolios < 1) {
      throw new IllegalArgumentException(
          "memoryLimit: " + memoryLimit + " bytes, expected at least a block of " + size);
    }
    return new FragmentCache(size, maxFileBlocks, (int) maxFolios, blocks);
  }
}
