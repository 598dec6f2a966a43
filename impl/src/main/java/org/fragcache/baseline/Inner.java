package org.fragcache.baseline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A node of nodes. */
final class Inner extends Node {
  private static final VarHandle CHILD = MethodHandles.arrayElementVarHandle(Node[].class);

  /** Which entries have a child. */
  long present;

  private final @Nullable Node[] children = new @Nullable Node[FANOUT];

  Inner(int base, int shift) {
    super(base, shift);
  }

  /** The child that block b is below, or null. */
  @Nullable Node child(int b) {
    return (@Nullable Node) CHILD.getAcquire(children, entry(b));
  }

  /** The child at an entry that is present or tagged. */
  Node at(int entry) {
    Node child = children[entry];
    if (child == null) {
      throw new IllegalStateException("mapping: no node at " + entry + " of " + base);
    }
    return child;
  }

  void add(Node child) {
    int entry = entry(child.base);
    child.parent = this;
    present |= 1L << entry;
    dirty |= child.dirty != 0 ? 1L << entry : 0;
    CHILD.setRelease(children, entry, child);
  }

  void remove(Node child) {
    int entry = entry(child.base);
    present &= ~(1L << entry);
    CHILD.setRelease(children, entry, null);
  }
}
