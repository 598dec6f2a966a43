package org.fragcache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a crash leaves: the metadata as last committed, kept here decoded; the blocks that they name
 * stay as they are until the next commit. Thread safe: commits go one at a time, each with what was
 * there at one moment between calls that change anything; the gate is closed for that moment only,
 * not for the I/O.
 */
final class Durable {
  /** Fewer blocks than this are never a reason to commit. */
  static final int MIN_DEFERRED = 4096;

  private final PageCache cache;
  private final boolean enabled;
  private final Gate changes;
  private final ReentrantLock committing = new ReentrantLock();
  private Metadata metadata = new Metadata();
  private boolean settled = true;

  /**
   * @param changes what every call passes that changes what lasts
   */
  Durable(PageCache cache, boolean enabled, Gate changes) {
    this.cache = cache;
    this.enabled = enabled;
    this.changes = changes;
  }

  /** Held by a commit from its start to its end. */
  ReentrantLock committing() {
    return committing;
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
    committing.lock();
    try {
      commit(snapshot());
    } finally {
      committing.unlock();
    }
    return true;
  }

  /** As {@link #commit}, by who holds {@link #committing} and lets no call in. */
  void commitAlone() {
    if (enabled) {
      commit(snapshotAlone());
    }
  }

  private void commit(Metadata now) {
    settled = false;
    cache.store.commit(now.encode());
    metadata = now;
    settled = true;
  }

  /** What is to last, while nothing changes; its blocks stay from here on. */
  private Metadata snapshot() {
    changes.close();
    try {
      return snapshotAlone();
    } finally {
      changes.open();
    }
  }

  private Metadata snapshotAlone() {
    Metadata now = Metadata.of(cache);
    cache.store.prepareCommit(now.blocks());
    return now;
  }

  /**
   * Commits if as many blocks wait for a commit as are in use, and at least {@value #MIN_DEFERRED}:
   * the store can give out none of them before. Nobody asked for this commit, so a store that fails
   * is no reason for a call to fail: a commit, whether it fails or not, leaves no block waiting
   * here, so it is tried again when as many have come together.
   */
  void commitIfDue() {
    if (!enabled) {
      return;
    }
    int waiting = cache.store.deferred();
    if (waiting >= MIN_DEFERRED && waiting >= cache.store.inUse()) {
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
          Inode f = cache.newInode(name);
          f.size = file.size;
          for (int b = 0; b < file.bmap.end(); b++) {
            long m = file.bmap.get(b);
            if (Mapped.isOwn(m)) {
              f.bmap.put(b, 1, new Blocks.Own(Mapped.block(m) - b));
            } else if (Mapped.isShared(m)) {
              Extent x = cache.extents.get(Mapped.extent(m));
              f.bmap.put(b, 1, new Blocks.Shared(x, Mapped.offset(m) - b));
            }
          }
          cache.inodes.put(name, f);
        });
    cache.room.add(metadata.blocks().cardinality());
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
