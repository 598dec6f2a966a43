package org.fragcache;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A shared extent of the store: runs of store blocks, each with the number of block maps that refer
 * to it. These counts outlive inodes in memory; those of fragments do not (D3). A block without
 * references is used no longer, and has been freed, unless who reads it keeps it for so long. Its
 * monitor guards it.
 */
final class Extent {
  final int id;
  final int length;
  private final RunMap<Blocks.Own> blocks; // by offset
  private final RunMap<Long> refs; // by offset; none is 0
  private int live; // blocks with refs
  private @Nullable Map<Integer, Integer> readers; // by offset; none is 0

  /** The fragment that caches it: found here, as by the key in a hash of inodes, until it dies. */
  private @Nullable Fragment fragment;

  Extent(int id, int length, RunMap<Blocks.Own> blocks, RunMap<Long> refs) {
    this.id = id;
    this.length = length;
    this.blocks = blocks;
    this.refs = refs;
    refs.forEach(0, length, (at, len, n) -> live += len);
  }

  /** The store block at offset o. */
  synchronized long block(int o) {
    Blocks.Own run = blocks.get(o);
    if (run == null) {
      throw new IllegalStateException(this + " offset " + o + ": no block, expected one");
    }
    return run.block(o);
  }

  synchronized long refs(int o) {
    Long n = refs.get(o);
    return n == null ? 0 : n;
  }

  /** One more block map refers to each of blocks o..o+n-1. */
  synchronized void retain(int o, int n) {
    for (int i = o; i < o + n; i = require("get", i).end()) {
      // all of them, before any is changed
    }
    for (int i = o; i < o + n; ) {
      RunMap.Run<Long> run = require("get", i);
      int end = Math.min(run.end(), o + n);
      refs.put(i, end - i, Math.incrementExact(run.value()));
      i = end;
    }
  }

  /**
   * Keeps the store from giving the block to another until {@link #endRead}, unless no block map
   * refers to it. It takes no room: if the last block map lets it go meanwhile, it is not used.
   */
  synchronized boolean beginRead(int o) {
    if (refs(o) == 0) {
      return false;
    }
    if (readers == null) {
      readers = new HashMap<>();
    }
    readers.merge(o, 1, Integer::sum);
    return true;
  }

  synchronized void endRead(int o, StoreAccess store) {
    Map<Integer, Integer> all = readers;
    if (all == null || !all.containsKey(o)) {
      throw new IllegalStateException(this + " offset " + o + ": end of a read that nobody began");
    }
    if (all.computeIfPresent(o, (at, n) -> n == 1 ? null : n - 1) == null && refs(o) == 0) {
      store.free(block(o));
    }
    if (all.isEmpty()) {
      readers = null;
    }
  }

  private boolean isRead(int o) {
    return readers != null && readers.containsKey(o);
  }

  /**
   * One block map less refers to each of blocks o..o+n-1. Blocks without any are freed, those that
   * are being read by who reads them last, and with the last of them the extent.
   *
   * @return how many blocks are used no longer
   */
  synchronized int release(int o, int n, StoreAccess store, ExtentTable table) {
    int freed = 0;
    for (int i = o; i < o + n; ) {
      RunMap.Run<Long> run = require("put", i);
      int end = Math.min(run.end(), o + n);
      if (run.value() > 1) {
        refs.put(i, end - i, run.value() - 1);
      } else {
        refs.remove(i, end - i);
        for (int b = i; b < end; b++) {
          if (!isRead(b)) {
            store.free(block(b));
          }
        }
        freed += end - i;
      }
      i = end;
    }
    live -= freed;
    if (freed > 0 && live == 0) {
      table.remove(this);
    }
    return freed;
  }

  /** A copy, by offset, of the blocks with references. */
  synchronized RunMap<Blocks.Own> liveBlocks() {
    RunMap<Blocks.Own> copy = new RunMap<>();
    refs.forEach(0, length, (at, n, count) -> blocks.forEach(at, n, copy::put));
    return copy;
  }

  synchronized int live() {
    return live;
  }

  private RunMap.Run<Long> require(String call, int o) {
    RunMap.Run<Long> run = refs.find(o);
    if (run == null) {
      throw new IllegalStateException(
          this + " offset " + o + ": " + call + " with refs=0, expected >= 1");
    }
    return run;
  }

  // The fragment of this extent (D2).

  synchronized @Nullable Fragment fragment() {
    return fragment;
  }

  /** Makes this the fragment of the extent, which has none. */
  synchronized void hash(Fragment fr) {
    if (fragment != null) {
      throw new IllegalStateException(this + ": " + fragment + " is there, expected none");
    }
    fragment = fr;
  }

  /** remove_inode_hash(): the fragment is found no longer. */
  synchronized void unhash(Fragment fr) {
    if (fragment != fr) {
      throw new IllegalStateException(this + ": has " + fragment + ", expected " + fr);
    }
    fragment = null;
    notifyAll();
  }

  /** A count of n on the fragment, found or made; null while one dies. */
  synchronized @Nullable Fragment tryAttach(int n) {
    Fragment fr = fragment;
    if (fr == null) {
      fr = new Fragment(id, this, length, n);
      fragment = fr;
      return fr;
    }
    return fr.tryGet(n) ? fr : null;
  }

  /** As {@link #tryAttach}, which waits for a dying one to go: __wait_on_freeing_inode(). */
  synchronized Fragment attach(int n) {
    boolean interrupted = false;
    Fragment fr = tryAttach(n);
    while (fr == null) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
      fr = tryAttach(n);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return fr;
  }

  @Override
  public String toString() {
    return "extent " + id;
  }
}
