package org.fragcache;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What lasts and has changed since the last commit took it: files, with ranges of their block maps;
 * {@link ExtentTable} has the new extents. What came and went since is not in it. Nothing is noted
 * unless the cache is durable.
 *
 * <p>Thread safe: calls note changes side by side, each while it is within the gate of those that
 * change something; {@link #take} is called while nobody is.
 */
final class Changed {
  private final Set<Inode> files = ConcurrentHashMap.newKeySet(); // not gone
  private final Set<String> removed = ConcurrentHashMap.newKeySet(); // of those with a name before
  private volatile boolean enabled;

  void enable() {
    enabled = true;
  }

  /** A file is there, or has another size, or no name. */
  void file(Inode f) {
    if (enabled && !f.changed) {
      f.changed = true;
      files.add(f);
    }
  }

  /** Blocks b..b+n-1 of the map of f, whose monitor is held. */
  void blocks(Inode f, int b, int n) {
    if (!enabled || n <= 0) {
      return;
    }
    file(f);
    if (f.recorded) {
      RunMap<Boolean> ranges = f.changedRanges;
      if (ranges == null) {
        ranges = new RunMap<>();
        f.changedRanges = ranges;
      }
      ranges.put(b, n, true);
    }
  }

  /** The inode has gone; no call changes it any more. */
  void gone(Inode f) {
    if (enabled) {
      files.remove(f);
      if (f.recorded) {
        removed.add(f.name);
      }
    }
  }

  /** All changes since the last one; then there are none. Orphans have gone. */
  Delta take(PageCache cache) {
    Delta delta = new Delta();
    delta.removed.addAll(removed);
    removed.clear();
    List<Inode> sorted = new ArrayList<>(files);
    files.clear();
    sorted.sort(Comparator.comparingLong(f -> f.id));
    sorted.forEach(f -> take(f, delta));
    delta.removed.sort(null);
    for (Extent x : cache.extents.takeNew()) {
      delta.extents.add(new Delta.NewExtent(x.id, x.length, x.liveBlocks()));
    }
    return delta;
  }

  private static void take(Inode f, Delta delta) {
    RunMap<Boolean> ranges = f.changedRanges == null ? new RunMap<>() : f.changedRanges;
    f.changedRanges = null;
    f.changed = false;
    if (f.gone) {
      return;
    }
    boolean lasts = !f.orphan;
    if (lasts) {
      delta.files.add(new Delta.FileChange(f.name, !f.recorded, f.size, ranges, runs(f, ranges)));
    } else if (f.recorded) {
      delta.removed.add(f.name);
    }
    f.recorded = lasts;
  }

  /** A copy of the map, or of these ranges of it if the rest is recorded. */
  private static RunMap<Stored> runs(Inode f, RunMap<Boolean> ranges) {
    RunMap<Stored> runs = new RunMap<>();
    RunMap.Visitor<Blocks> copy = (at, n, blocks) -> runs.put(at, n, Stored.of(blocks));
    synchronized (f.bmap) {
      if (f.recorded) {
        ranges.forEach(0, Integer.MAX_VALUE, (at, n, yes) -> f.bmap.forEach(at, n, copy));
      } else {
        f.bmap.forEach(0, Integer.MAX_VALUE, copy);
      }
    }
    return runs;
  }
}
