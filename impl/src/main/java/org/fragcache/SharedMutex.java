package org.fragcache;

/**
 * A mutex that readers may have side by side, not reentrant in either way: invalidate_lock. Who
 * comes while a writer waits waits behind it, so writers do not starve.
 */
final class SharedMutex extends Mutex {
  private static final long serialVersionUID = 1;

  void lockShared() {
    acquireShared(1);
  }

  boolean tryLockShared() {
    return tryAcquireShared(1) >= 0;
  }

  /** How many share it; -1 if one has it alone. */
  int holders() {
    return getState();
  }

  void unlockShared() {
    releaseShared(1);
  }

  @Override
  protected int tryAcquireShared(int one) {
    for (; ; ) {
      int readers = getState();
      if (readers == OWNED || hasQueuedPredecessors()) {
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
