package org.fragcache.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What holds between calls: counts, of folios and of store blocks, are exact. */
final class BaselineInvariants {
  private BaselineInvariants() {}

  static void check(BaselineCache cache) {
    if (cache instanceof StoreCache stored) {
      check(stored);
    } else {
      checkMappings(cache);
    }
  }

  /** Each mapping is counted by the inodes that point to it, each folio by one slot. */
  private static void checkMappings(BaselineCache cache) {
    Map<Mapping, Integer> inodes = new HashMap<>();
    cache.files.values().forEach(f -> inodes.merge(f.mapping, 1, Integer::sum));
    Set<Long> slots = new HashSet<>();
    inodes.forEach(
        (mapping, n) -> {
          assertThat(mapping.inodes).isEqualTo(n);
          assertThat(n == 1 || mapping.shared).isTrue();
          for (Leaf leaf = mapping.next(0);
              leaf != null;
              leaf = mapping.next(leaf.base + Node.FANOUT)) {
            for (int b = leaf.base; b < leaf.base + Node.FANOUT; b++) {
              if (leaf.get(b) != Slot.EMPTY) {
                assertThat(slots.add(leaf.get(b))).isTrue();
                assertThat(cache.pool.count(leaf.get(b))).isEqualTo(1);
                assertThat(cache.pool.mapping(leaf.get(b))).isSameAs(mapping);
                assertThat(cache.pool.indexIn(leaf.get(b))).isEqualTo(b);
              }
            }
          }
        });
    assertThat(cache.pool.used()).isEqualTo(slots.size());
  }

  private static void check(StoreCache cache) {
    FolioPool pool = cache.pool;
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
