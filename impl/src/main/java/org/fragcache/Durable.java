package org.fragcache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a crash leaves: the metadata as last committed, kept here decoded; the blocks that they name
 * stay as they are until the next commit. A commit takes what has {@link Changed} since the one
 * before, and appends it to the store's log; if that has no room, or after a failure, it writes all
 * the metadata. Thread safe: commits go one at a time, each with what was there at one moment
 * between calls that change anything; the gate is closed for that moment only, not for the I/O.
 */
final class Durable {
  /** Fewer blocks than this are never a reason to commit. */
  static final int MIN_DEFERRED = 4096;

  private final PageCache cache;
  private final boolean enabled;
  private final Gate changes;
  private final ReentrantLock committing = new ReentrantLock();
  private final Metadata metadata = new Metadata(); // with all that commits took
  private boolean settled = true;

  /**
   * @param changes what every call passes that changes what lasts
   */
  Durable(PageCache cache, boolean enabled, Gate changes) {
    this.cache = cache;
    this.enabled = enabled;
    this.changes = changes;
    if (enabled) {
      cache.changed.enable();
      cache.extents.keepNew();
    }
  }

  /** Held by a commit from its start to its end. */
  ReentrantLock committing() {
    return committing;
  }

  /**
   * The metadata of now become durable, as by a commit of the journal. What is dirty stays so.
   *
   * <p>If nothing has changed since a commit that returned there is no I/O, not even a sync: bytes
   * go to new blocks only, so what was written since has no name yet that lasts.
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

  private void commit(Delta delta) {
    if (delta.isEmpty() && settled) {
      return;
    }
    boolean inOrder = settled; // else a record that failed may be there, or not
    settled = false;
    if (!inOrder || !cache.store.append(delta.encode())) {
      cache.store.commit(metadata.encode());
    }
    settled = true;
  }

  /** What has changed of what is to last, while nothing changes; its blocks stay from here on. */
  private Delta snapshot() {
    changes.close();
    try {
      return snapshotAlone();
    } finally {
      changes.open();
    }
  }

  private Delta snapshotAlone() {
    Delta delta = cache.changed.take(cache);
    Replay replay = Replay.of(delta, metadata);
    cache.store.prepareCommit(replay.dropped, replay.named);
    return delta;
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
    List<byte[]> log = cache.store.log();
    if (bytes.length == 0 && log.isEmpty()) {
      return;
    }
    Metadata found = found(bytes, log);
    BitSet blocks = found.blocks();
    requireFits(found, blocks, capacity);
    try {
      cache.store.claim(blocks);
    } catch (IOException e) {
      throw failed(e);
    }
    metadata.files.putAll(found.files);
    metadata.extents.putAll(found.extents);
    found.extents.forEach(
        (e, x) -> cache.extents.restore(e, x.length, x.blocks.copy(), x.refs.copy()));
    found.files.forEach((name, file) -> cache.inodes.put(name, inode(name, file)));
    cache.room.add(blocks.cardinality());
  }

  /** The base, and then what the log says. */
  private static Metadata found(byte[] base, List<byte[]> log) {
    try {
      Metadata found = base.length == 0 ? new Metadata() : Metadata.decode(base);
      for (byte[] record : log) {
        Replay.of(Delta.decode(record), found);
      }
      found.requireConsistent();
      return found;
    } catch (IOException e) {
      throw failed(e);
    } catch (IllegalStateException e) {
      throw failed(new IOException("metadata: log: " + e.getMessage(), e));
    }
  }

  private static UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("open of the store: " + e.getMessage(), e);
  }

  private Inode inode(String name, Metadata.File file) {
    Inode f = cache.newInode(name);
    f.size = file.size;
    f.recorded = true;
    file.map.forEach(0, Integer.MAX_VALUE, (at, n, s) -> f.bmap.put(at, n, blocks(s)));
    return f;
  }

  private Blocks blocks(Stored s) {
    if (s instanceof Stored.Shared shared) {
      return new Blocks.Shared(cache.extents.get(shared.extent()), shared.delta());
    }
    return (Blocks.Own) s;
  }

  private void requireFits(Metadata found, BitSet named, long capacity) {
    found.files.forEach(
        (name, file) -> {
          if (file.size < 0 || file.size > cache.geometry.maxBytes()) {
            throw new IllegalArgumentException(
                "maxFileBlocks: %d, expected enough for file %s of %d bytes"
                    .formatted(cache.geometry.maxFileBlocks(), name, file.size));
          }
        });
    int blocks = named.cardinality();
    if (blocks > capacity) {
      throw new IllegalArgumentException(
          "capacity: %d, expected at least the %d blocks that files have"
              .formatted(capacity, blocks));
    }
  }
}
