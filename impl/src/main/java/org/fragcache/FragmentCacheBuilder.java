package org.fragcache;

import org.jspecify.annotations.Nullable;

/** Builds a {@link FragmentCache}. Not thread safe. */
public final class FragmentCacheBuilder {
  private static final int WORD = Long.BYTES;
  private static final int MAX_BLOCK_SIZE = 1 << 20;
  private static final int MIN_FOLIOS = 2; // Access.prepared() takes as many before it drops any

  private int blockSize;
  private int maxFileBlocks = 1 << 20;
  private long memoryLimit = 64L << 20;
  private long capacity = Long.MAX_VALUE;
  private boolean memoryBacked;
  private @Nullable Boolean durable;
  private @Nullable BlockStore store;
  private @Nullable StepListener listener;

  FragmentCacheBuilder() {}

  /** Bytes per block, a multiple of 8 up to 1 MiB; by default the store's, or 4096. */
  public FragmentCacheBuilder blockSize(int bytes) {
    blockSize = requireSize(bytes);
    return this;
  }

  /** The largest size of a file, in blocks, at least 1; by default 2^20. */
  public FragmentCacheBuilder maxFileBlocks(int blocks) {
    maxFileBlocks = Checks.positive("maxFileBlocks", blocks);
    return this;
  }

  /**
   * Most bytes of cached data, rounded down to whole blocks, at least two blocks, for a punch
   * changes two at once; by default 64 MiB. When it is reached, folios are reclaimed: a clean one
   * by second chance, after writeback if none is clean; never one that is pinned or poisoned. A
   * limit that is not reached has no effect. Memory-backed, nothing can be reclaimed, and the limit
   * is one of {@link #capacity} too.
   */
  public FragmentCacheBuilder memoryLimit(long bytes) {
    memoryLimit = bytes;
    return this;
  }

  /**
   * Most blocks that files may use, at least 1; by default without bound. On a store: its blocks,
   * and reservations for what is dirty; what only the durable metadata still name does not count.
   * Memory-backed: folios. Beyond it writes end in ENOSPC, stores through shared views in SIGBUS,
   * pins to write in EFAULT.
   */
  public FragmentCacheBuilder capacity(long blocks) {
    if (blocks < 1) {
      throw new IllegalArgumentException("capacity: " + blocks + ", expected at least 1");
    }
    capacity = blocks;
    return this;
  }

  /** No store: the folios are the only copy of their bytes (tmpfs), and nothing lasts. */
  public FragmentCacheBuilder memoryBacked() {
    memoryBacked = true;
    return this;
  }

  /** Where blocks last; by default in the heap. The caller closes it, after the cache. */
  public FragmentCacheBuilder store(BlockStore store) {
    this.store = store;
    return this;
  }

  /**
   * Whether {@link FragmentCache#fsync} commits: whether what it promised is to be found when the
   * store is opened again. By default true, but false for a {@link MemoryBlockStore}.
   */
  public FragmentCacheBuilder durable(boolean durable) {
    this.durable = durable;
    return this;
  }

  /** Told of each step; by default nobody is. */
  public FragmentCacheBuilder stepListener(StepListener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * The cache, with the files that the store's metadata name: as they were at the last commit. On a
   * new store, or without one, it has none. If this throws, the store is as it was.
   *
   * @throws IllegalArgumentException if the memory limit is less than two blocks; if the store has
   *     another block size, blocks that are allocated already, a file larger than {@link
   *     #maxFileBlocks}, or more than {@link #capacity}; if a memory-backed cache has a store, or
   *     is to be durable
   * @throws java.io.UncheckedIOException if the store fails or its metadata are not those of a
   *     cache
   */
  public FragmentCache build() {
    int size = blockSize != 0 ? blockSize : store != null ? requireSize(store.blockSize()) : 4096;
    requireStore(size);
    long maxFolios = Math.min(memoryLimit / size, Integer.MAX_VALUE - 1);
    if (maxFolios < MIN_FOLIOS) {
      throw new IllegalArgumentException(
          "memoryLimit: " + memoryLimit + " bytes, expected at least two blocks of " + size);
    }
    BlockStore blocks = store != null ? store : new MemoryBlockStore(size);
    Geometry geometry = new Geometry(size, maxFileBlocks);
    Steps steps = new Steps(listener);
    World world = new World();
    if (memoryBacked) {
      // Pinned folios that no file has any longer come on top: the limit bounds what files have.
      long room = Math.min(capacity, maxFolios);
      PageCache cache = new PageCache(geometry, true, room, Integer.MAX_VALUE - 1, blocks, steps);
      return new FragmentCache(cache, new Durable(cache, false, world.changes()), world);
    }
    PageCache cache = new PageCache(geometry, false, capacity, (int) maxFolios, blocks, steps);
    boolean commits = durable != null ? durable : !(blocks instanceof MemoryBlockStore);
    Durable image = new Durable(cache, commits, world.changes());
    image.recover(capacity);
    return new FragmentCache(cache, image, world);
  }

  private static int requireSize(int bytes) {
    if (bytes <= 0 || bytes % WORD != 0 || bytes > MAX_BLOCK_SIZE) {
      throw new IllegalArgumentException(
          "blockSize: " + bytes + ", expected a multiple of 8 from 8 to " + MAX_BLOCK_SIZE);
    }
    return bytes;
  }

  private void requireStore(int size) {
    if (memoryBacked && (store != null || Boolean.TRUE.equals(durable))) {
      throw new IllegalArgumentException(
          "memoryBacked: with " + (store != null ? "a store" : "durable") + ", expected without");
    }
    if (store != null && store.blockSize() != size) {
      throw new IllegalArgumentException(
          "blockSize: " + size + ", expected the store's " + store.blockSize());
    }
    if (store != null && store.allocated() != 0) {
      throw new IllegalArgumentException(
          "store: " + store.allocated() + " blocks allocated, expected none");
    }
  }
}
