package org.fragcache;

import java.util.BitSet;

/** Numbers in use, given out lowest free first ({@code Lowest} of the specification, D16). */
final class Ids {
  private final String what;
  private final int first;
  private final BitSet used = new BitSet();
  private int count;
  private int lowestFree; // no number below is free

  Ids(String what, int first) {
    this.what = what;
    this.first = first;
    this.lowestFree = first;
  }

  /** The number that {@link #take} would give. */
  int peek() {
    lowestFree = used.nextClearBit(lowestFree);
    return lowestFree;
  }

  int take() {
    int id = peek();
    used.set(id);
    count++;
    lowestFree = id + 1;
    return id;
  }

  /** Takes this number, which must be free. */
  void claim(long id) {
    if (id < first || id >= Integer.MAX_VALUE || used.get((int) id)) {
      throw new IllegalStateException(what + " " + id + ": claim, expected a free one");
    }
    used.set((int) id);
    count++;
  }

  void release(int id) {
    requireUsed(id, "free");
    used.clear(id);
    count--;
    lowestFree = Math.min(lowestFree, id);
  }

  boolean isUsed(int id) {
    return id >= first && used.get(id);
  }

  void requireUsed(int id, String call) {
    if (!isUsed(id)) {
      throw new IllegalStateException(what + " " + id + ": " + call + " of a free one");
    }
  }

  int count() {
    return count;
  }

  /** The next number in use from {@code id} on, or -1. */
  int next(int id) {
    return used.nextSetBit(id);
  }

  /** One past the greatest number in use; 0 if there is none. */
  int end() {
    return used.length();
  }
}
