package org.fragcache;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fragments in memory: on disk each is found through its extent; memory-backed, they have ids
 * of their own, given out lowest free first. Thread safe.
 */
final class FragmentTable {
  private final @Nullable ExtentTable extents; // null if memory-backed
  private final Ids ids = new Ids("fragment", 1);
  private final List<@Nullable Fragment> fragments = new ArrayList<>(); // by id - 1

  FragmentTable(@Nullable ExtentTable extents) {
    this.extents = extents;
  }

  /** Memory-backed: an id for a fragment that is about to be put. */
  synchronized int takeId() {
    return ids.take();
  }

  synchronized void put(Fragment fr) {
    while (fragments.size() < fr.key) {
      fragments.add(null);
    }
    fragments.set(fr.key - 1, fr);
  }

  /** DropUnhash: it is found no longer. */
  void remove(Fragment fr) {
    Extent x = fr.extent;
    if (x != null) {
      x.unhash(fr);
      return;
    }
    synchronized (this) {
      fragments.set(fr.key - 1, null);
      ids.release(fr.key);
    }
  }

  /** The fragment of this number, or null. */
  @Nullable Fragment find(int key) {
    if (extents != null) {
      Extent x = extents.find(key);
      return x == null ? null : x.fragment();
    }
    synchronized (this) {
      return key < 1 || key > fragments.size() ? null : fragments.get(key - 1);
    }
  }

  /** The greatest number of one in memory, or 0. */
  int lastKey() {
    List<Fragment> all = all();
    return all.isEmpty() ? 0 : all.get(all.size() - 1).key;
  }

  /** Those in memory, by number. */
  List<Fragment> all() {
    List<Fragment> all = new ArrayList<>();
    if (extents != null) {
      for (Extent x : extents.all()) {
        Fragment fr = x.fragment();
        if (fr != null) {
          all.add(fr);
        }
      }
      return all;
    }
    synchronized (this) {
      for (Fragment fr : fragments) {
        if (fr != null) {
          all.add(fr);
        }
      }
    }
    return all;
  }
}
