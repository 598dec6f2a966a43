package org.fragcache.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;

/** What holds between calls: counts, of folios and of store blocks, are exact. */
final class BaselineInvariants {
  private BaselineInvariants() {}

  static void check(BaselineCache cache) {
    FolioPool pool = cache.pages.pool;
    Store store = cache.pages.store;
    Map<Long, Integer> slots = new HashMap<>();
    Map<Long, Integer> blocks = new HashMap<>();
    int dirty = 0;
    for (Inode f : cache.files.values()) {
      assertThat(f.changes() & 1).isZero();
      int tagged = 0;
      for (Leaf leaf = f.mapping.nextDirty(0);
          leaf != null;
          leaf = f.mapping.nextDirty(leaf.base + Node.FANOUT)) {
        tagged += Long.bitCount(leaf.dirty);
      }
      for (Leaf leaf = f.mapping.next(0);
          leaf != null;
          leaf = f.mapping.next(leaf.base + Node.FANOUT)) {
        assertThat(f.mapping.leaf(leaf.base)).isSameAs(leaf);
        for (int b = leaf.base; b < leaf.base + Node.FANOUT; b++) {
          boolean isCached = pool.count(leaf.get(b)) > 0;
          if (isCached) {
            slots.merge(leaf.get(b), 1, Integer::sum);
          }
          if (leaf.isDirty(b)) {
            assertThat(pool.count(leaf.get(b))).as("count of what is dirty").isEqualTo(1);
            dirty++;
            tagged--;
          } else if (isCached) {
            assertThat(f.blocks.get(b)).as("block of what is clean").isNotEqualTo(BlockMap.HOLE);
          }
        }
      }
      assertThat(tagged).as("tagged and not dirty").isZero();
      int end = 0;
      for (BlockRun run : f.blocks.all()) {
        assertThat(run.start).isGreaterThanOrEqualTo(end);
        end = run.end();
        for (int i = 0; i < run.length; i++) {
          blocks.merge(run.block + i, 1, Integer::sum);
        }
      }
    }
    slots.forEach((slot, n) -> assertThat(pool.count(slot)).as("count").isEqualTo(n));
    blocks.forEach((block, n) -> assertThat(store.count(block)).as("count").isEqualTo(n));
    assertThat(pool.used()).isEqualTo(slots.size());
    assertThat(pool.dirty()).isEqualTo(dirty);
    assertThat(store.allocated()).isEqualTo(blocks.size());
  }
}
