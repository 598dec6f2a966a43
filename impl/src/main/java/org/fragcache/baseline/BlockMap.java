package org.fragcache.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which store block each block of a file has, by runs, as the extents of an inode fork. Under the
 * file's lock.
 */
final class BlockMap {
  static final long HOLE = -1;

  private final TreeMap<Integer, BlockRun> runs = new TreeMap<>(); // by start

  /** The store block of block b, or {@link #HOLE}. */
  long get(int b) {
    BlockRun run = at(b);
    return run == null ? HOLE : run.block + (b - run.start);
  }

  private @Nullable BlockRun at(int b) {
    Map.Entry<Integer, BlockRun> e = runs.floorEntry(b);
    return e == null || e.getValue().end() <= b ? null : e.getValue();
  }

  /** Block b, a hole, gets a store block. */
  void set(int b, long block) {
    Map.Entry<Integer, BlockRun> e = runs.lowerEntry(b);
    BlockRun before = e == null ? null : e.getValue();
    if (before != null && before.end() == b && before.block + before.length == block) {
      before.length++;
    } else {
      runs.put(b, new BlockRun(b, block, 1));
    }
  }

  /** A run of blocks, holes before, gets store blocks. */
  void set(BlockRun run) {
    runs.put(run.start, run);
  }

  /** The runs in b..b+n-1, cut to it, as of a file in which they lie {@code moved} blocks on. */
  List<BlockRun> copy(int b, int n, int moved) {
    List<BlockRun> copies = new ArrayList<>();
    BlockRun first = at(b);
    SortedMap<Integer, BlockRun> in = runs.subMap(first == null ? b : first.start, b + n);
    for (BlockRun run : in.values()) {
      copies.add(run.part(b, b + n, moved));
    }
    return copies;
  }

  /** Blocks b..b+n-1 become holes; the store may have back what they had. */
  void unmap(int b, int n, Store store) {
    cut(b);
    cut(b + n);
    SortedMap<Integer, BlockRun> in = runs.subMap(b, b + n);
    if (!in.isEmpty()) {
      in.values().forEach(run -> store.release(run.block, run.length));
      in.clear();
    }
  }

  /** No run has both b-1 and b. */
  private void cut(int b) {
    BlockRun run = at(b);
    if (run != null && run.start < b) {
      runs.put(b, run.part(b, run.end(), 0));
      run.length = b - run.start;
    }
  }

  /** All runs, by start. */
  Iterable<BlockRun> all() {
    return runs.values();
  }
}
