package org.fragcache;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The cache's one lock, which guards everything, and whether it is closed. */
final class CacheLock {
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  <T> T locked(Supplier<T> body) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("cache: use after close");
      }
      return body.get();
    } finally {
      lock.unlock();
    }
  }

  /** Closed if {@code body} returns; it does not run twice then. */
  void close(Runnable body) {
    lock.lock();
    try {
      if (!closed) {
        body.run();
        closed = true;
      }
    } finally {
      lock.unlock();
    }
  }
}
