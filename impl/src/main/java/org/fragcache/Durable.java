package org.fragcache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;

/**
 * What a crash leaves: the metadata as last committed, kept here decoded; the blocks that they name
 * stay as they are until the next commit. Under the cache's lock.
 */
final class Durable {
  /** Fewer blocks than this are never a reason to commit. */
  static final int MIN_DEFERRED = 4096;

  private final PageCache cache;
  private final boolean enabled;
  private Metadata metadata = new Metadata();
  private boolean settled = true;

  Durable(PageCache cache, boolean enabled) {
    this.cache = cache;
    this.enabled = enabled;
  }

  /**
   * The metadata of now become durable, as by a commit of the journal. What is dirty stays so.
   *
   * @return false if the cache is not durable
   */
  boolean commit() {
    if (!enabled) {
      return false;
    }
    Metadata now = Metadata.of(cache);
    BitSet blocks = now.blocks();
    settled = false;
    cache.store.commit(now.encode(), blocks);
    metadata = now;
    settled = true;
    return true;
  }

  /**
   * Commits if as many blocks wait for a commit as are in use, and at least {@value #MIN_DEFERRED}:
   * the store can give out none of them before. Nobody asked for this commit, so a store that fails
   * is no reason for a call to fail: a commit, whether it fails or not, leaves no block waiting
   * here, so it is tried again when as many have come together.
   */
  void commitIfDue() {
    int waiting = cache.store.deferred();
    if (enabled && waiting >= MIN_DEFERRED && waiting >= cache.store.inUse()) {
      try {
        commit();
      } catch (UncheckedIOException e) {
        // The next fsync, whose caller wants to know, reports it.
      }
    }
  }

  /**
   * The metadata that a crash would leave.
   *
   * @throws IllegalStateException if the last commit failed: then it may be these or those before
   */
  Metadata metadata() {
    if (!settled) {
      throw new IllegalStateException(
          "durable metadata: the last commit failed, expected one that returned");
    }
    return metadata;
  }

  boolean isSettled() {
    return settled;
  }

  /**
   * At open: files as the store has them, none in memory. What can be refused is, before the store
   * is asked for anything but its metadata.
   *
   * @param capacity most blocks that files may have
   */
  void recover(long capacity) {
    byte[] bytes = cache.store.metadata();
    if (bytes.length == 0) {
      return;
    }
    try {
      Metadata found = Metadata.decode(bytes);
      requireFits(found, capacity);
      cache.store.claim(found.blocks());
      metadata = found;
    } catch (IOException e) {
      throw new UncheckedIOException("open of the store: " + e.getMessage(), e);
    }
    metadata.extents.forEach((e, x) -> cache.extents.restore(e, x.blocks, x.refs));
    metadata.files.forEach(
        (name, file) -> {
          Inode f = new Inode(name);
          f.size = file.size;
          for (int b = 0; b < file.bmap.end(); b++) {
            f.bmap.set(b, file.bmap.get(b));
          }
          cache.inodes.put(name, f);
        });
  }

  private void requireFits(Metadata found, long capacity) {
    found.files.forEach(
        (name, file) -> {
          if (file.size < 0 || file.size > cache.geometry.maxBytes()) {
            throw new IllegalArgumentException(
                "maxFileBlocks: %d, expected enough for file %s of %d bytes"
                    .formatted(cache.geometry.maxFileBlocks(), name, file.size));
          }
        });
    int blocks = found.blocks().cardinality();
    if (blocks > capacity) {
      throw new IllegalArgumentException(
          "capacity: %d, expected at least the %d blocks that files have"
              .formatted(capacity, blocks));
    }
  }
}
