package org.fragcache;

/**
 * Clone (D6), as fs/remap_range.c: the parts of {@code CloneRange}, under the names of {@code
 * spec/FragmentCache.tla}. No folio is allocated or copied, and no store block.
 */
final class Remap {
  private final PageCache cache;

  Remap(PageCache cache) {
    this.cache = cache;
  }

  /**
   * Source written back; destination emptied whole before its first new slot; private runs become
   * fragments; destination refers to them. Only the first part can fail.
   */
  void cloneRange(Inode f, int b, int n, Inode g, int d) {
    cache.cleanBlocks(f, b, n);
    cache.dropRange(g, d, n);
    shareRuns(f, b, b + n);
    remapRuns(f, b, b + n, g, d);
    g.size = Math.max(g.size, d + n);
  }

  /** Every run of own blocks of f within b..end-1, in order. */
  private void shareRuns(Inode f, int b, int end) {
    int i = b;
    while (i < end) {
      int n = 1;
      if (Mapped.isOwn(f.bmap.get(i))) {
        n = ownRun(f, i, end);
        shareRun(f, i, n);
      }
      i += n;
    }
  }

  /** Length of the run of f's own blocks that starts at b and ends by end. */
  private static int ownRun(Inode f, int b, int end) {
    int n = 1;
    while (b + n < end && Mapped.isOwn(f.bmap.get(b + n))) {
      n++;
    }
    return n;
  }

  /**
   * A run of own blocks becomes an extent, of the same store blocks, and its slots, cached or not,
   * references to the extent's fragment, once. Folios change owner.
   */
  private void shareRun(Inode f, int b, int n) {
    long[] blocks = new long[n];
    for (int o = 0; o < n; o++) {
      blocks[o] = Mapped.block(f.bmap.get(b + o));
    }
    int e = cache.extents.add(blocks);
    Fragment fr = cache.findFragment(e);
    for (int o = 0; o < n; o++) {
      f.bmap.set(b + o, Mapped.shared(e, o));
      Folio p = cache.ownFolio(f, b + o);
      if (p != null) {
        p.mapping = fr;
        p.index = o;
        fr.setFolio(o, p);
      }
    }
    cache.get(f, b, n, e, 0);
  }

  /** Every run of shared blocks of f within b..end-1, to g at d. */
  private void remapRuns(Inode f, int b, int end, Inode g, int d) {
    int i = b;
    while (i < end) {
      int n = 1;
      if (Mapped.isShared(f.bmap.get(i))) {
        n = PageCache.sharedRun(f.bmap, i, end);
        remapRun(f, i, g, d + (i - b), n);
      }
      i += n;
    }
  }

  /** Blocks d..d+n-1 of g, which are holes, come to share those of f at b. */
  private void remapRun(Inode f, int b, Inode g, int d, int n) {
    long m = f.bmap.get(b);
    int e = Mapped.extent(m);
    int o = Mapped.offset(m);
    cache.extents.retain(e, o, n);
    for (int i = 0; i < n; i++) {
      g.bmap.set(d + i, Mapped.shared(e, o + i));
    }
    cache.get(g, d, n, e, o);
  }
}
