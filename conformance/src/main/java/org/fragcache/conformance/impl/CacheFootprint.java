package org.fragcache.conformance.impl;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.fragcache.FragmentCache;
import org.fragcache.Status;

/** What the Java cache caches of a file and its clones, all read, and what it reads for that. */
public final class CacheFootprint {
  private CacheFootprint() {}

  /**
   * What was counted.
   *
   * @param clones how many, besides the base
   * @param cached bytes of folios in use
   * @param read bytes that were read from the store
   */
  public record Count(int clones, long cached, long read) {}

  /**
   * Counts, for each number of clones, from a cache that has only just found its files.
   *
   * @param blockSize in bytes
   * @param blocks of the base
   * @param clones numbers of clones, ascending
   */
  public static List<Count> of(int blockSize, int blocks, List<Integer> clones) {
    List<Count> counts = new ArrayList<>();
    for (int n : clones) {
      counts.add(of(blockSize, blocks, n));
    }
    return counts;
  }

  private static Count of(int blockSize, int blocks, int clones) {
    long memory = (clones + 2L) * blocks * blockSize; // so that nothing is reclaimed
    try (FragmentCache cache =
        FragmentCache.builder().blockSize(blockSize).memoryLimit(memory).build()) {
      ByteBuffer block = ByteBuffer.allocateDirect(blockSize);
      require(cache.create("base"), "create");
      for (int b = 0; b < blocks; b++) {
        block.putInt(0, b + 1).clear();
        require(cache.write("base", (long) b * blockSize, block), "write");
      }
      require(cache.fsync("base"), "fsync");
      for (int i = 0; i < clones; i++) {
        require(cache.create("clone" + i), "create");
        require(cache.clone("base", 0, 0, "clone" + i, 0), "clone");
      }
      for (int i = -1; i < clones; i++) {
        if (!cache.environment().evict(name(i))) {
          throw new IllegalStateException("evict " + name(i) + ": refused, expected it done");
        }
      }
      if (cache.stats().cachedFolios() != 0) {
        throw new IllegalStateException(
            cache.stats().cachedFolios() + " folios cached after all was evicted, expected none");
      }
      long before = cache.stats().storeReads();
      for (int i = -1; i < clones; i++) {
        for (int b = 0; b < blocks; b++) {
          require(cache.read(name(i), (long) b * blockSize, block.clear()), "read");
        }
      }
      long folios = cache.stats().cachedFolios();
      return new Count(
          clones, folios * blockSize, (cache.stats().storeReads() - before) * blockSize);
    }
  }

  private static String name(int clone) {
    return clone < 0 ? "base" : "clone" + clone;
  }

  private static void require(Status status, String call) {
    if (status != Status.OK) {
      throw new IllegalStateException(call + ": " + status + ", expected OK");
    }
  }
}
