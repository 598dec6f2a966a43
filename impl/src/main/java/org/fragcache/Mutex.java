package org.fragcache;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * A lock of one thread, not reentrant: i_rwsem, of which the cache's own reads take no share. One
 * small object, for there is one in each inode.
 */
class Mutex extends AbstractQueuedSynchronizer {
  /** The state while a thread has it; free, it is 0. */
  static final int OWNED = -1;

  private static final long serialVersionUID = 1;

  final void lock() {
    acquire(1);
  }

  final boolean tryLock() {
    return tryAcquire(1);
  }

  final void unlock() {
    release(1);
  }

  /** Whether a thread has it. */
  final boolean isOwned() {
    return getState() == OWNED;
  }

  @Override
  protected final boolean tryAcquire(int one) {
    if (compareAndSetState(0, OWNED)) {
      setExclusiveOwnerThread(Thread.currentThread());
      return true;
    }
    return false;
  }

  @Override
  protected final boolean tryRelease(int one) {
    if (getExclusiveOwnerThread() != Thread.currentThread()) {
      throw new IllegalStateException("mutex: unlock by another thread than its owner");
    }
    setExclusiveOwnerThread(null);
    setState(0);
    return true;
  }
}
