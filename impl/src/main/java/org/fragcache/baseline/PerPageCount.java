package org.fragcache.baseline;

/**
 * The thread's opening idea: a clone adds the source's cached folios to the destination's mapping
 * and raises the count of each, so it takes time in proportion to what is cached; a write to a
 * folio with a count above one copies it.
 *
 * <p>What is cached after the clone each file caches for itself: nothing leads from one file's
 * block to another file's folio.
 */
final class PerPageCount extends BaselineCache {
  PerPageCount(Geometry geometry, FolioPool pool, Store store) {
    super(geometry, pool, store);
  }

  /** Leaf by leaf; the pool's lock is taken once for each, and makes the counts plain. */
  @Override
  void shareFolios(Inode f, int b, int n, Inode g, int d) {
    int end = b + n;
    Leaf leaf = f.mapping.next(b);
    while (leaf != null && leaf.base < end) {
      int to = Math.min(end - leaf.base, Node.FANOUT);
      int i = Math.max(b - leaf.base, 0);
      while (i < to) {
        int at = leaf.base + i - b + d;
        int run =
            Math.min(to - i, Node.FANOUT - leaf.entry(at)); // two leaves, if not aligned alike
        if (run == Node.FANOUT) {
          long[] slots = leaf.slots.clone();
          pages.pool.get(slots, 0, run);
          g.mapping.add(new Leaf(at, slots));
        } else {
          Leaf target = g.mapping.make(at);
          System.arraycopy(leaf.slots, i, target.slots, target.entry(at), run);
          pages.pool.get(target.slots, target.entry(at), run);
        }
        i += run;
      }
      leaf = f.mapping.next(leaf.base + Node.FANOUT);
    }
  }
}
