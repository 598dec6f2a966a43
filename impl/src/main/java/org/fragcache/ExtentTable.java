package org.fragcache;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The store's shared extents: runs of store blocks, each with the number of block maps that refer
 * to it. These counts outlive inodes in memory; those of fragments do not (D3). Guarded by the
 * cache's lock.
 */
final class ExtentTable {
  /** A block with refs 0 has been freed; an extent without any other is free too. */
  static final class Extent {
    private final long[] blocks;
    private final int[] refs;
    private int live; // blocks with refs > 0

    private Extent(long[] blocks, int[] refs) {
      this.blocks = blocks;
      this.refs = refs;
      for (int n : refs) {
        live += n > 0 ? 1 : 0;
      }
    }

    int length() {
      return blocks.length;
    }

    long block(int o) {
      return blocks[o];
    }

    int refs(int o) {
      return refs[o];
    }
  }

  private final StoreAccess store;
  private final Ids ids = new Ids("extent", 1);
  private final Table<Extent> extents = new Table<>();

  ExtentTable(StoreAccess store) {
    this.store = store;
  }

  /** Makes an extent of these store blocks, which one block map refers to; returns its id. */
  int add(long[] blocks) {
    int e = ids.take();
    int[] refs = new int[blocks.length];
    Arrays.fill(refs, 1);
    extents.put(e, new Extent(blocks, refs));
    return e;
  }

  /** An extent as it was, at open. */
  void restore(int e, long[] blocks, int[] refs) {
    ids.claim(e);
    extents.put(e, new Extent(blocks.clone(), refs.clone()));
  }

  Extent get(int e) {
    Extent x = extents.get(e);
    if (x == null) {
      throw new IllegalStateException("extent " + e + ": use of a free one");
    }
    return x;
  }

  @Nullable Extent find(int e) {
    return extents.get(e);
  }

  /** One more block map refers to each of blocks o..o+n-1. */
  void retain(int e, int o, int n) {
    Extent x = get(e);
    for (int i = o; i < o + n; i++) {
      requireRefs(e, x, i, "get");
    }
    for (int i = o; i < o + n; i++) {
      x.refs[i] = Math.incrementExact(x.refs[i]);
    }
  }

  /** One block map less refers to block o. Frees the block, and the extent, if it was the last. */
  void release(int e, int o) {
    Extent x = get(e);
    requireRefs(e, x, o, "put");
    if (--x.refs[o] == 0) {
      store.free(x.blocks[o]);
      if (--x.live == 0) {
        remove(e);
      }
    }
  }

  /** The extent is gone; its blocks belong to whom took them. */
  void remove(int e) {
    get(e);
    extents.remove(e);
    ids.release(e);
  }

  /** One past the greatest id in use. */
  int end() {
    return ids.end();
  }

  private static void requireRefs(int e, Extent x, int o, String call) {
    if (x.refs[o] < 1) {
      throw new IllegalStateException(
          "extent " + e + " offset " + o + ": " + call + " with refs=0, expected >= 1");
    }
  }
}
