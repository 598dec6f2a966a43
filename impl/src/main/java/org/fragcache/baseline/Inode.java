package org.fragcache.baseline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A file in memory. Its lock, i_rwsem, guards all of it: who changes it holds the write lock, of
 * two files that of the one with the lower number first. Reads that hit take none, see {@link
 * Reader}.
 */
final class Inode {
  private static final VarHandle CHANGES;

  static {
    try {
      CHANGES = MethodHandles.lookup().findVarHandle(Inode.class, "changes", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final long number;
  final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /** i_mapping: in {@code MappingRedirect} it may come to be another's. */
  volatile Mapping mapping;

  final BlockMap blocks = new BlockMap();

  /** In bytes. What lies past it in its block is zero, on the store and in the cache. */
  volatile long size;

  /** Whether it was unlinked. Never unset. */
  boolean dead;

  private int changes; // odd during a change

  Inode(long number) {
    this.number = number;
    this.mapping = new Mapping(this);
  }

  /**
   * The size, or which blocks the file has, is about to change: from here to {@link #endChange}
   * readers without the lock get nothing. What changes the bytes of one block does without.
   */
  void beginChange() {
    CHANGES.setOpaque(this, changes + 1);
    VarHandle.storeStoreFence();
  }

  void endChange() {
    CHANGES.setRelease(this, changes + 1);
  }

  /** A number to {@link #isUnchanged} with; odd during a change. */
  int changes() {
    return (int) CHANGES.getAcquire(this);
  }

  /** Whether there was no change since. */
  boolean isUnchanged(int since) {
    VarHandle.acquireFence();
    return (int) CHANGES.getOpaque(this) == since;
  }

  @Override
  public String toString() {
    return "file " + number;
  }
}
