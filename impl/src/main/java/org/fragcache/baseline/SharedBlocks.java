package org.fragcache.baseline;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * How many files' blocks each store block is, by runs, for those that it is more than one of: the
 * reference count btree of XFS. What is in no run has one. Under the store's lock.
 */
final class SharedBlocks {
  private static final class Run {
    long length;
    int count; // at least 2

    Run(long length, int count) {
      this.length = length;
      this.count = count;
    }
  }

  private final TreeMap<Long, Run> runs = new TreeMap<>(); // by first block

  /** One more for each of n blocks. */
  void retain(long block, long n) {
    long end = block + n;
    cut(block);
    cut(end);
    long at = block;
    while (at < end) {
      Run run = runs.get(at);
      if (run == null) {
        run = new Run(nextRun(at, end) - at, 1);
        runs.put(at, run);
      }
      run.count++;
      long next = at + run.length;
      join(at);
      at = next;
    }
    join(end);
  }

  /** One fewer for each of n blocks; those that had one only go to {@code freed}. */
  void release(long block, long n, LongConsumer freed) {
    long end = block + n;
    cut(block);
    cut(end);
    long at = block;
    while (at < end) {
      Run run = runs.get(at);
      long next = run == null ? nextRun(at, end) : at + run.length;
      if (run == null) {
        for (long b = at; b < next; b++) {
          freed.accept(b);
        }
      } else if (--run.count == 1) {
        runs.remove(at);
      } else {
        join(at);
      }
      at = next;
    }
    join(end);
  }

  /** How many a block has. */
  int count(long block) {
    Map.Entry<Long, Run> e = runs.floorEntry(block);
    return e == null || e.getKey() + e.getValue().length <= block ? 1 : e.getValue().count;
  }

  private long nextRun(long block, long end) {
    Long next = runs.higherKey(block);
    return next == null ? end : Math.min(next, end);
  }

  /** No run has both block - 1 and block. */
  private void cut(long block) {
    Map.Entry<Long, Run> e = runs.lowerEntry(block);
    if (e != null && e.getKey() + e.getValue().length > block) {
      Run run = e.getValue();
      long left = block - e.getKey();
      runs.put(block, new Run(run.length - left, run.count));
      run.length = left;
    }
  }

  /** The runs that meet before this block become one, if they have the same count. */
  private void join(long block) {
    Map.Entry<Long, Run> e = runs.lowerEntry(block);
    Run run = runs.get(block);
    if (e != null && run != null) {
      Run before = e.getValue();
      if (e.getKey() + before.length == block && before.count == run.count) {
        before.length += run.length;
        runs.remove(block);
      }
    }
  }
}
