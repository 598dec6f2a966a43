package org.fragcache;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * A lock of many readers or one writer, not reentrant in either way: invalidate_lock. Who comes
 * while a writer waits waits behind it, so writers do not starve.
 */
final class SharedMutex extends AbstractQueuedSynchronizer {
  private static final long serialVersionUID = 1;
  private static final int WRITER = -1;

  void lock() {
    acquire(1);
  }

  boolean tryLock() {
    return tryAcquire(1);
  }

  void unlock() {
    release(1);
  }

  void lockShared() {
    acquireShared(1);
  }

  boolean tryLockShared() {
    return tryAcquireShared(1) >= 0;
  }

  void unlockShared() {
    releaseShared(1);
  }

  @Override
  protected boolean tryAcquire(int one) {
    if (compareAndSetState(0, WRITER)) {
      setExclusiveOwnerThread(Thread.currentThread());
      return true;
    }
    return false;
  }

  @Override
  protected boolean tryRelease(int one) {
    if (getExclusiveOwnerThread() != Thread.currentThread()) {
      throw new IllegalStateException("shared mutex: unlock by another thread than its owner");
    }
    setExclusiveOwnerThread(null);
    setState(0);
    return true;
  }

  @Override
  protected int tryAcquireShared(int one) {
    for (; ; ) {
      int readers = getState();
      if (readers == WRITER || hasQueuedPredecessors()) {
        return -1;
      }
      if (compareAndSetState(readers, readers + 1)) {
        return 1;
      }
    }
  }

  @Override
  protected boolean tryReleaseShared(int one) {
    for (; ; ) {
      int readers = getState();
      if (readers < 1) {
        throw new IllegalStateException("shared mutex: unlock of a share with none, expected one");
      }
      if (compareAndSetState(readers, readers - 1)) {
        return readers == 1;
      }
    }
  }
}
