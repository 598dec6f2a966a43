package org.fragcache;

/**
 * A file that exists: its size and block map, which last, and its slots, which are cache. One that
 * is not in core has no slots. Guarded by the cache's lock.
 */
final class Inode implements Mapping {
  final String name;
  final EntryArray bmap = new EntryArray();
  final EntryArray slot = new EntryArray();
  boolean incore;
  int size; // blocks

  Inode(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return "file " + name;
  }
}
