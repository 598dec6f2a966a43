package org.fragcache;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may be in the cache: calls side by side, or now and then one thread alone, which sees no call
 * under way: to check invariants, tell the state, and for steps of the environment that
 * FragmentSteps has no labels for. A commit stops the calls for as long as it takes what has
 * changed. Reads of what is cached do not come here: they change nothing, and find out by
 * themselves what has changed under them.
 */
final class World {
  private final Gate changes = new Gate();
  private volatile boolean closed;

  Gate changes() {
    return changes;
  }

  int enterChanges() {
    int stripe = changes.enter();
    if (closed) {
      changes.exit(stripe);
      requireOpen();
    }
    return stripe;
  }

  void exitChanges(int stripe) {
    changes.exit(stripe);
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
  <T> T alone(Supplier<T> body, @Nullable ReentrantLock committing) {
    if (committing != null) {
      committing.lock();
    }
    changes.close();
    try {
      requireOpen();
      return body.get();
    } finally {
      changes.open();
      if (committing != null) {
        committing.unlock();
      }
    }
  }

  /**
   * Runs a body while no call and no commit is under way; if it returns, who comes from now on is
   * refused. It does not run twice.
   */
  void close(Runnable body, ReentrantLock committing) {
    committing.lock();
    changes.close();
    try {
      if (!closed) {
        body.run();
        closed = true;
      }
    } finally {
      changes.open();
      committing.unlock();
    }
  }
}
