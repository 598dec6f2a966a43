package org.fragcache.bench;

import org.fragcache.FileCache;
import org.fragcache.FragmentCache;
import org.fragcache.baseline.FileCaches;

/** The designs that are measured: one line each. */
enum Design {
  /** Shared blocks have one folio, in a reference-counted fragment. */
  FRAGMENTS("fragments") {
    @Override
    FileCache open(int blockSize, long memoryLimit) {
      return FragmentCache.builder().blockSize(blockSize).memoryLimit(memoryLimit).build();
    }

    @Override
    void forget(FileCache cache, String file, long memoryLimit) {
      if (!((FragmentCache) cache).environment().evict(file)) {
        throw new IllegalStateException("evict of " + file + " was refused, expected it done");
      }
    }
  },

  /** As XFS and btrfs are today: files share blocks, and each caches folios of its own. */
  NO_SHARING("no sharing") {
    @Override
    FileCache open(int blockSize, long memoryLimit) {
      return caches(blockSize, memoryLimit).noSharing();
    }
  },

  /** A page is in several address spaces, with a count for each page. */
  PER_PAGE_COUNT("count per page") {
    @Override
    FileCache open(int blockSize, long memoryLimit) {
      return caches(blockSize, memoryLimit).perPageCount();
    }
  },

  /** A clone has its source's mapping until one of them is written to; on tmpfs. */
  MAPPING_REDIRECT("mapping redirect") {
    @Override
    FileCache open(int blockSize, long memoryLimit) {
      return caches(blockSize, memoryLimit).mappingRedirect();
    }

    @Override
    void forget(FileCache cache, String file, long memoryLimit) {
      // There is no store to read it from again.
    }
  };

  private final String label;

  Design(String label) {
    this.label = label;
  }

  /** As it is called in legends. */
  String label() {
    return label;
  }

  /** An empty cache, on a store in memory if the design has one. */
  abstract FileCache open(int blockSize, long memoryLimit);

  /**
   * A file, which is clean and shares nothing, leaves the cache. Where there is no call for that,
   * as much as the cache holds is written to another file, which is then removed.
   */
  void forget(FileCache cache, String file, long memoryLimit) {
    String filler = "filler";
    Files.make(cache, filler, (int) (memoryLimit / cache.blockSize()));
    Files.ok(cache.unlink(filler), "unlink", filler);
  }

  private static FileCaches caches(int blockSize, long memoryLimit) {
    return FileCaches.builder().blockSize(blockSize).memoryLimit(memoryLimit);
  }
}
