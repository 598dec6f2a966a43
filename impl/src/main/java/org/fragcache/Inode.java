package org.fragcache;

import java.util.ArrayList;
import java.util.List;

/**
 * A file: its size and block map, which last, its slots, which are cache, and the views that map
 * it. One that is not in core has no slots. Guarded by the cache's lock.
 */
final class Inode implements Mapping {
  final String name;
  final EntryArray bmap = new EntryArray();
  final EntryArray slot = new EntryArray();
  final List<View> views = new ArrayList<>(0);
  boolean incore;

  /** Without name: here until its last view goes. */
  boolean orphan;

  long size; // bytes

  Inode(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return "file " + name;
  }
}
