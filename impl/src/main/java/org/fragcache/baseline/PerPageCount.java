package org.fragcache.baseline;

/**
 * The thread's opening idea: a clone adds the source's cached folios to the destination's mapping
 * and raises the count of each, so it takes time in proportion to what is cached; a write to a
 * folio with a count above one copies it.
 *
 * <p>A folio has one index, so it is shared by files at the same offset only. What is cached after
 * the clone each file caches for itself: nothing leads from one file's block to another file's
 * folio.
 */
final class PerPageCount extends StoreCache {
  PerPageCount(Geometry geometry, FolioPool pool, Store store) {
    super(geometry, pool, store);
  }

  /** Leaf by leaf; the pool's lock is taken once for each, and makes the counts plain. */
  @Override
  void shareFolios(Inode f, int b, int n, Inode g, int d) {
    int end = b + n;
    Leaf leaf = b == d && f != g ? f.mapping.next(b) : null;
    while (leaf != null && leaf.base < end) {
      int from = Math.max(b - leaf.base, 0);
      int to = Math.min(end - leaf.base, Node.FANOUT);
      if (to - from == Node.FANOUT) {
        long[] slots = leaf.slots.clone();
        pages.pool.get(slots, 0, to);
        g.mapping.add(new Leaf(leaf.base, slots));
      } else {
        Leaf target = g.mapping.make(leaf.base);
        System.arraycopy(leaf.slots, from, target.slots, from, to - from);
        pages.pool.get(target.slots, from, to - from);
      }
      leaf = f.mapping.next(leaf.base + Node.FANOUT);
    }
  }
}
