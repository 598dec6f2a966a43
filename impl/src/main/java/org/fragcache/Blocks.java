package org.fragcache;

/**
 * What a run of a block map maps to: blocks of the file's own on the store, or blocks of a shared
 * extent. Numbers are those of the index plus {@code delta}, so that runs split and join as they
 * are. A run that is not there is a hole.
 */
sealed interface Blocks {
  /** Own blocks: block {@code index + delta} of the store. */
  record Own(long delta) implements Blocks, Stored {
    long block(int index) {
      return index + delta;
    }
  }

  /** Shared blocks: offset {@code index + delta} of the extent. */
  record Shared(Extent extent, int delta) implements Blocks {
    int offset(int index) {
      return index + delta;
    }
  }
}
