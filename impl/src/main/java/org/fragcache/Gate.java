package org.fragcache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls pass side by side, and stops them all for one that must see no call under way: as
 * percpu_rw_semaphore. To enter and to leave is one atomic add each, on a counter that few threads
 * share. Not reentrant.
 *
 * <p>Memory order: the add of {@link #enter} and the store to {@code closer} are volatile, each
 * followed by a volatile read of the other; so either who closes sees the call, or the call sees
 * that the gate closes. The add of {@link #exit} pairs with the read in {@link #close}: what was
 * done inside is seen by who closed.
 */
final class Gate {
  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int STRIPES = 64;
  private static final int PAD =
      16; // longs: two cache lines, for adjacent ones are fetched in pairs
  private static final int SPINS = 200;

  private final long[] inside = new long[(STRIPES + 1) * PAD];
  private final ReentrantLock closing = new ReentrantLock();
  private final Object waiters = new Object();
  private volatile @Nullable Thread closer;

  /** Enters; gives what {@link #exit} is to be given. */
  int enter() {
    int stripe = (1 + ((int) Thread.currentThread().getId() & (STRIPES - 1))) * PAD;
    for (; ; ) {
      COUNT.getAndAdd(inside, stripe, 1L);
      if (closer == null) {
        return stripe;
      }
      exit(stripe);
      awaitOpen();
    }
  }

  void exit(int stripe) {
    COUNT.getAndAdd(inside, stripe, -1L);
    Thread t = closer;
    if (t != null) {
      LockSupport.unpark(t);
    }
  }

  /** Returns when nobody is inside; nobody comes in until {@link #open}. */
  void close() {
    closing.lock();
    closer = Thread.currentThread();
    for (int i = PAD; i < inside.length; i += PAD) {
      for (int spins = 0; (long) COUNT.getVolatile(inside, i) != 0; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(this, 1_000_000);
        }
      }
    }
  }

  void open() {
    closer = null;
    synchronized (waiters) {
      waiters.notifyAll();
    }
    closing.unlock();
  }

  private void awaitOpen() {
    boolean interrupted = false;
    synchronized (waiters) {
      while (closer != null) {
        try {
          waiters.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
