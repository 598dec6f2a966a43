package org.fragcache;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The store's shared extents, by number. Thread safe. */
final class ExtentTable {
  private final Ids ids = new Ids("extent", 1);
  private final List<@Nullable Extent> extents = new ArrayList<>(); // by id - 1
  private @Nullable TreeMap<Integer, Extent> made; // since takeNew(), by id; null: nobody asks

  /** From here on {@link #takeNew} can be asked. */
  synchronized void keepNew() {
    made = new TreeMap<>();
  }

  /** Those in use that were made since the last one, by number. */
  synchronized List<Extent> takeNew() {
    if (made == null || made.isEmpty()) {
      return List.of();
    }
    List<Extent> taken = List.copyOf(made.values());
    made.clear();
    return taken;
  }

  /** Makes an extent of these store blocks, by offset, to each of which one block map refers. */
  synchronized Extent add(int length, RunMap<Blocks.Own> blocks) {
    RunMap<Long> refs = new RunMap<>();
    refs.put(0, length, 1L);
    Extent x = put(new Extent(ids.take(), length, blocks, refs));
    if (made != null) {
      made.put(x.id, x);
    }
    return x;
  }

  /** An extent as it was, at open; the runs are its own from here on. */
  synchronized void restore(int e, int length, RunMap<Blocks.Own> blocks, RunMap<Long> refs) {
    ids.claim(e);
    put(new Extent(e, length, blocks, refs));
  }

  private Extent put(Extent x) {
    while (extents.size() < x.id) {
      extents.add(null);
    }
    extents.set(x.id - 1, x);
    return x;
  }

  synchronized @Nullable Extent find(int e) {
    return e < 1 || e > extents.size() ? null : extents.get(e - 1);
  }

  Extent get(int e) {
    Extent x = find(e);
    if (x == null) {
      throw new IllegalStateException("extent " + e + ": use of a free one");
    }
    return x;
  }

  /** The extent is gone: nothing refers to it. */
  synchronized void remove(Extent x) {
    if (find(x.id) != x) {
      throw new IllegalStateException(x + ": free of a free one");
    }
    extents.set(x.id - 1, null);
    ids.release(x.id);
    if (made != null) {
      made.remove(x.id);
    }
  }

  /** One past the greatest id in use. */
  synchronized int end() {
    return ids.end();
  }

  /** Those in use. */
  synchronized List<Extent> all() {
    List<Extent> all = new ArrayList<>();
    for (Extent x : extents) {
      if (x != null) {
        all.add(x);
      }
    }
    return all;
  }
}
