package org.fragcache;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Who may be in the cache: reads of what is cached, calls that may change something, and now and
 * then one thread alone, which sees no call under way: to check invariants, tell the state, close,
 * and for steps of the environment that FragmentSteps has no labels for. A commit stops the calls
 * that may change something for as long as it copies the metadata, and no reads. Each call is in
 * one gate at a time.
 */
final class World {
  private final Gate readers = new Gate();
  private final Gate changes = new Gate();
  private volatile boolean closed;

  Gate changes() {
    return changes;
  }

  int enterReaders() {
    return entered(readers, readers.enter());
  }

  void exitReaders(int stripe) {
    readers.exit(stripe);
  }

  int enterChanges() {
    return entered(changes, changes.enter());
  }

  void exitChanges(int stripe) {
    changes.exit(stripe);
  }

  private int entered(Gate gate, int stripe) {
    if (closed) {
      gate.exit(stripe);
      requireOpen();
    }
    return stripe;
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("cache: use after close");
    }
  }

  /** Runs a body while no call is under way. */
  <T> T alone(Supplier<T> body) {
    return alone(body, null);
  }

  /** As {@link #alone(Supplier)}, and while no commit is, either. */
  <T> T alone(Supplier<T> body, @org.jspecify.annotations.Nullable ReentrantLock committing) {
    if (committing != null) {
      committing.lock();
    }
    changes.close();
    readers.close();
    try {
      requireOpen();
      return body.get();
    } finally {
      readers.open();
      changes.open();
      if (committing != null) {
        committing.unlock();
      }
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Who comes from now on is refused. */
  void close() {
    closed = true;
  }
}
