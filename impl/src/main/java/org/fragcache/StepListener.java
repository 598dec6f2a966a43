package org.fragcache;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Told of each step before it is taken, by the thread that takes it; so it can log steps, delay
 * them, or let threads go one step at a time. A cache without a listener pays one predictable
 * branch a step. Thread safe, as the cache.
 */
public interface StepListener {
  /** The calling thread is about to take this step. */
  void step(Step step);

  /**
   * The calling thread takes this step when it can: when a lock is free, say. Returns once {@code
   * attempt} has returned true; what it attempts, it has then done.
   */
  default void await(Step step, BooleanSupplier attempt) {
    step(step);
    while (!attempt.getAsBoolean()) {
      LockSupport.parkNanos(1_000);
    }
  }
}
