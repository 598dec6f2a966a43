package org.fragcache;

import org.jspecify.annotations.Nullable;

/**
 * Where a step is reported, and the one place where a step waits: for a mutex, a shared lock, a
 * folio. With a listener the wait is the listener's, so that a scheduler decides who goes on.
 */
final class Steps {
  private final @Nullable StepListener listener;

  Steps(@Nullable StepListener listener) {
    this.listener = listener;
  }

  /** Whether steps are told. */
  boolean isOn() {
    return listener != null;
  }

  void at(Step step) {
    if (listener != null) {
      listener.step(step);
    }
  }

  void lock(Step step, Mutex mutex) {
    if (listener == null) {
      mutex.lock();
    } else {
      listener.await(step, mutex::tryLock);
    }
  }

  void lockShared(Step step, SharedMutex mutex) {
    if (listener == null) {
      mutex.lockShared();
    } else {
      listener.await(step, mutex::tryLockShared);
    }
  }

  void lock(Step step, Folio p) {
    if (listener == null) {
      p.lock();
    } else {
      listener.await(step, p::tryLock);
    }
  }

  /** Locks it, when it is not under writeback. */
  void lockWritten(Step step, Folio p) {
    if (listener == null) {
      p.lock();
      p.awaitWriteback();
    } else {
      listener.await(step, () -> !p.is(Folio.WRITEBACK) && p.tryLock());
    }
  }

  void awaitUnlocked(Step step, Folio p) {
    if (listener == null) {
      p.awaitUnlocked();
    } else {
      listener.await(step, () -> !p.isLocked());
    }
  }

  void awaitWriteback(Step step, Folio p) {
    if (listener == null) {
      p.awaitWriteback();
    } else {
      listener.await(step, () -> !p.is(Folio.WRITEBACK));
    }
  }

  /** A count on the fragment of an extent: found, made, or waited for while it dies. */
  Fragment attach(Extent x, int n) {
    if (listener == null) {
      return x.attach(n);
    }
    Fragment[] found = new Fragment[1];
    listener.await(
        Step.AttachFind,
        () -> {
          Fragment fr = x.tryAttach(n);
          if (fr != null) {
            found[0] = fr;
          }
          return fr != null;
        });
    return found[0];
  }
}
