package org.fragcache;

import java.util.BitSet;

/**
 * Which blocks of a device may be written: those that neither the owner has, nor any image that a
 * crash could leave. Numbers are given out lowest free first.
 *
 * <p>Not final: tests take one rule after the other away.
 */
class SpaceMap {
  private static final String WHAT = "store block ";

  private final BitSet taken = new BitSet();
  private final BitSet held = new BitSet(); // of taken: not the owner's, only a durable image's
  private final BitSet fresh = new BitSet(); // of taken: allocated since the last freeze
  private int lowestFree; // no number below is free
  private int count; // taken and not held

  synchronized int allocate() {
    int block = taken.nextClearBit(lowestFree);
    lowestFree = block + 1;
    fresh.set(block);
    taken.set(block);
    count++;
    return block;
  }

  /** The owner has this block since a commit before. */
  synchronized void claim(long block, long end) {
    if (block < 0 || block >= end) {
      throw new IllegalStateException(
          WHAT + block + ": claim, expected one from 0 to " + (end - 1));
    }
    if (taken.get((int) block)) {
      throw new IllegalStateException(WHAT + block + ": claim, expected a free one");
    }
    taken.set((int) block);
    count++;
  }

  /** A block that no commit has seen is free at once, another after the next. */
  synchronized void free(long block) {
    int b = requireOwned(block, "free");
    if (fresh.get(b)) {
      fresh.clear(b);
      makeFree(b, b + 1);
    } else {
      held.set(b);
    }
    count--;
  }

  synchronized int requireOwned(long block, String call) {
    if (block < 0 || block > Integer.MAX_VALUE || !isOwned((int) block)) {
      throw new IllegalStateException(WHAT + block + ": " + call + " of a free one");
    }
    return (int) block;
  }

  private boolean isOwned(int block) {
    return taken.get(block) && !held.get(block);
  }

  synchronized int count() {
    return count;
  }

  /** From here on a durable image may name any block that the owner has. */
  synchronized void freeze() {
    fresh.clear();
  }

  /** Takes the first n blocks in a row that are free, for no owner; returns the lowest. */
  synchronized int reserve(int n) {
    int from = taken.nextClearBit(0);
    int end = taken.nextSetBit(from);
    while (end >= 0 && end - from < n) {
      from = taken.nextClearBit(end);
      end = taken.nextSetBit(from);
    }
    taken.set(from, from + n);
    held.set(from, from + n);
    return from;
  }

  /** Undoes {@link #reserve}: no durable image names these blocks. */
  synchronized void release(int from, int n) {
    held.clear(from, from + n);
    makeFree(from, from + n);
  }

  /**
   * One image is durable now: it has the owner's blocks as they are, and for itself the n blocks
   * from this one on.
   */
  synchronized void settle(int from, int n) {
    taken.andNot(held);
    held.clear();
    taken.set(from, from + n);
    held.set(from, from + n);
    lowestFree = 0;
  }

  private void makeFree(int from, int end) {
    taken.clear(from, end);
    lowestFree = Math.min(lowestFree, from);
  }
}
