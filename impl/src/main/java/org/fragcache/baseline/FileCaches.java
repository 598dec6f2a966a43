package org.fragcache.baseline;

import org.fragcache.BlockStore;
import org.fragcache.FileCache;
import org.fragcache.MemoryBlockStore;
import org.jspecify.annotations.Nullable;

/** Builds the caches that FragmentCache is measured against. Not thread safe. */
public final class FileCaches {
  private static final int MIN_FOLIOS = 2; // a punch changes two blocks at once

  private int blockSize = 4096;
  private int maxFileBlocks = 1 << 20;
  private long memoryLimit = 64L << 20;
  private @Nullable BlockStore store;

  private FileCaches() {}

  /** A builder, all of whose values have defaults: those of FragmentCache's. */
  public static FileCaches builder() {
    return new FileCaches();
  }

  /** Bytes per block, from 1 to 1 MiB; by default 4096. */
  public FileCaches blockSize(int bytes) {
    if (bytes < 1 || bytes > 1 << 20) {
      throw new IllegalArgumentException("blockSize: " + bytes + ", expected 1 to " + (1 << 20));
    }
    blockSize = bytes;
    return this;
  }

  /** The largest size of a file, in blocks; by default 2^20. */
  public FileCaches maxFileBlocks(int blocks) {
    if (blocks < 1) {
      throw new IllegalArgumentException("maxFileBlocks: " + blocks + ", expected at least 1");
    }
    maxFileBlocks = blocks;
    return this;
  }

  /**
   * Most bytes of cached data, rounded down to whole blocks, at least two, better two for each
   * thread; by default 64 MiB.
   */
  public FileCaches memoryLimit(long bytes) {
    memoryLimit = bytes;
    return this;
  }

  /** Where blocks last, without any allocated; by default in the heap. The caller closes it. */
  public FileCaches store(BlockStore store) {
    this.store = store;
    return this;
  }

  /** Each file has folios of its own, as on XFS and btrfs. */
  public FileCache noSharing() {
    return newNoSharing();
  }

  /** Files share folios that each have a count, the opening idea of the thread. */
  public FileCache perPageCount() {
    return newPerPageCount();
  }

  /**
   * Clones of whole files have one mapping until one is written to, as the thread ends. There is no
   * store, as on tmpfs: what the memory limit does not hold is refused with ENOSPC.
   *
   * @throws IllegalStateException if a store was given
   */
  public FileCache mappingRedirect() {
    return newMappingRedirect();
  }

  MappingRedirect newMappingRedirect() {
    if (store != null) {
      throw new IllegalStateException("store: one was given, expected none without a use for it");
    }
    return new MappingRedirect(new Geometry(blockSize, maxFileBlocks), newPool());
  }

  NoSharing newNoSharing() {
    return new NoSharing(new Geometry(blockSize, maxFileBlocks), newPool(), newStore());
  }

  PerPageCount newPerPageCount() {
    return new PerPageCount(new Geometry(blockSize, maxFileBlocks), newPool(), newStore());
  }

  private FolioPool newPool() {
    long folios = Math.min(memoryLimit / blockSize, Integer.MAX_VALUE - 1);
    if (folios < MIN_FOLIOS) {
      throw new IllegalArgumentException(
          "memoryLimit: %d bytes, expected at least two blocks of %d"
              .formatted(memoryLimit, blockSize));
    }
    return new FolioPool(blockSize, (int) folios);
  }

  private Store newStore() {
    BlockStore blocks = store != null ? store : new MemoryBlockStore(blockSize);
    if (blocks.blockSize() != blockSize || blocks.allocated() != 0) {
      throw new IllegalArgumentException(
          "store: %d blocks of %d allocated, expected none of %d"
              .formatted(blocks.allocated(), blocks.blockSize(), blockSize));
    }
    return new Store(blocks);
  }
}
