package org.fragcache.baseline;

import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fragcache.BlockData;
import org.jspecify.annotations.Nullable;

/** NoSharing and PerPageCount as {@code DesignState}. */
final class StoreView extends DesignView {
  private final StoreCache cache;
  private final Numbers<Long> sectors = new Numbers<>(); // by store block

  StoreView(StoreCache cache, List<String> files, int blocks, BlockData data) {
    super(cache, files, blocks, data);
    this.cache = cache;
  }

  @Override
  void update() {
    updateFolios(mappings());
    Set<Long> there = new LinkedHashSet<>();
    for (String file : files) {
      for (int b = 0; b < blocks; b++) {
        there.add(block(inode(file), b));
      }
    }
    there.remove(BlockMap.HOLE);
    sectors.update(there);
  }

  private static long block(@Nullable Inode f, int b) {
    return f == null ? BlockMap.HOLE : f.blocks.get(b);
  }

  @Override
  void add(Map<String, String> state) {
    state.put("bmap", byFile(f -> byBlock(b -> "" + sectors.of(block(f, b)))));
    state.put(
        "slot", byFile(f -> byBlock(b -> "" + folios.of(slot(f == null ? null : f.mapping, b)))));
    Map<Integer, Long> blocksOf = sectors.byNumber();
    state.put("store", tuple(files.size() * blocks + 1, s -> "" + stored(blocksOf.get(s))));
  }

  private int stored(@Nullable Long block) {
    if (block == null) {
      return 0;
    }
    ByteBuffer bytes = ByteBuffer.allocate(cache.blockSize());
    cache.pages.store.peek(block, bytes);
    return decode(bytes.flip());
  }

  @Override
  String mappingOf(long slot) {
    Mapping mapping = pool().mapping(slot);
    for (String file : files) {
      Inode f = inode(file);
      if (f != null && f.mapping == mapping) {
        return "<<\"file\"," + file + ">>";
      }
    }
    return mapping == null ? NOWHERE : "<<\"unlinked\">>";
  }

  @Override
  String dirty(boolean is) {
    return ",dirty|->" + (is ? "TRUE" : "FALSE");
  }

  @Override
  String more() {
    return "";
  }

  @Override
  public String check() {
    int tagged = 0;
    for (Mapping mapping : mappings()) {
      for (int b = 0; b < blocks; b++) {
        Leaf leaf = mapping.leaf(b);
        boolean tag = leaf != null && leaf.isDirty(b);
        if (tag && !pool().isDirty(slot(mapping, b))) {
          return "block " + b + " of " + mapping.host + " is tagged dirty, its folio is not";
        }
        tagged += tag ? 1 : 0;
      }
    }
    int used = folios.byNumber().size();
    int sectorsUsed = sectors.byNumber().size();
    if (tagged != pool().dirty() || used != pool().used()) {
      return "%d folios, %d dirty; slots name %d, tags %d"
          .formatted(pool().used(), pool().dirty(), used, tagged);
    }
    long allocated = cache.pages.store.allocated();
    return allocated == sectorsUsed
        ? ""
        : allocated + " blocks allocated; files have " + sectorsUsed;
  }

  @Override
  public boolean writeback(String file, int block) {
    Inode f = inode(file);
    Leaf leaf = f == null ? null : f.mapping.leaf(block);
    if (f == null || leaf == null || !leaf.isDirty(block)) {
      return false;
    }
    f.lock.writeLock().lock();
    try {
      cache.pages.writeBack(f, block, 1);
    } finally {
      f.lock.writeLock().unlock();
    }
    return true;
  }

  @Override
  public boolean reclaim(int folio) {
    Long slot = folios.byNumber().get(folio);
    return slot != null && pool().reclaim(slot);
  }

  @Override
  public void evict(String file) {
    Inode f = inode(file);
    if (f != null) {
      f.lock.writeLock().lock();
      try {
        cache.pages.dropFolios(f.mapping, 0, blocks);
      } finally {
        f.lock.writeLock().unlock();
      }
    }
  }
}
