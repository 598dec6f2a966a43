package org.fragcache;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * A lock of one thread, not reentrant: i_rwsem, of which the cache's own reads take no share. One
 * small object, for there is one in each inode.
 */
final class Mutex extends AbstractQueuedSynchronizer {
  private static final long serialVersionUID = 1;

  void lock() {
    acquire(1);
  }

  boolean tryLock() {
    return tryAcquire(1);
  }

  void unlock() {
    release(1);
  }

  @Override
  protected boolean tryAcquire(int one) {
    if (compareAndSetState(0, one)) {
      setExclusiveOwnerThread(Thread.currentThread());
      return true;
    }
    return false;
  }

  @Override
  protected boolean tryRelease(int one) {
    if (getExclusiveOwnerThread() != Thread.currentThread()) {
      throw new IllegalStateException("mutex: unlock by another thread than its owner");
    }
    setExclusiveOwnerThread(null);
    setState(0);
    return true;
  }
}
