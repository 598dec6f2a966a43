package org.fragcache.baseline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/** The slots of 64 blocks of a file. */
final class Leaf extends Node {
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

  /** By entry. For whole ranges, while readers are kept out by {@link Inode#beginChange}. */
  final long[] slots;

  Leaf(int base) {
    this(base, new long[FANOUT]);
  }

  /** A leaf with these slots, which become its own. */
  Leaf(int base, long[] slots) {
    super(base, 0);
    this.slots = slots;
  }

  long get(int b) {
    return (long) SLOT.getAcquire(slots, entry(b));
  }

  void set(int b, long slot) {
    SLOT.setRelease(slots, entry(b), slot);
  }

  boolean isDirty(int b) {
    return (dirty & (1L << entry(b))) != 0;
  }

  boolean isEmpty() {
    return Arrays.stream(slots).allMatch(s -> s == Slot.EMPTY);
  }
}
