package org.fragcache.conformance.impl;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.fragcache.Step;
import org.jspecify.annotations.Nullable;

/**
 * A real thread that stops before each step of a call, until another, its driver, lets it go on.
 * One of the two runs at any time; what one has done the other sees.
 */
final class SteppedThread {
  private static final int SPINS = 500;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private final Thread thread;
  private final Thread driver = Thread.currentThread();
  private volatile boolean running; // whose turn it is
  private volatile boolean free; // stops no more
  private volatile boolean ended;
  private @Nullable Step step;
  private boolean passed;
  private @Nullable Supplier<String> call;
  private String result = "";
  private @Nullable Throwable failure;

  SteppedThread(String name) {
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  boolean is(Thread other) {
    return thread == other;
  }

  // The driver's side.

  /** The step that it is about to take; null if it is in no call. */
  @Nullable Step at() {
    return step;
  }

  String result() {
    return result;
  }

  void begin(Supplier<String> body) {
    call = body;
    turn();
  }

  /** Lets it take its step; false if it could not. */
  boolean take() {
    turn();
    return passed;
  }

  /** Lets it run on to the end of its call, and ends it; the driver goes on before that. */
  void release() {
    free = true;
    ended = true;
    running = true;
    LockSupport.unpark(thread);
  }

  void join() {
    try {
      thread.join(TimeUnit.NANOSECONDS.toMillis(PATIENCE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw hangs();
    }
  }

  private void turn() {
    running = true;
    LockSupport.unpark(thread);
    await(false, PATIENCE);
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      throw new IllegalStateException(thread.getName() + " threw " + thrown, thrown);
    }
  }

  private IllegalStateException hangs() {
    StringBuilder at = new StringBuilder();
    for (StackTraceElement e : thread.getStackTrace()) {
      at.append("\n      at ").append(e);
    }
    return new IllegalStateException(
        thread.getName() + " does not come to a step, expected it to within 20 s" + at);
  }

  private void await(boolean value, long patience) {
    for (int i = 0; i < SPINS; i++) {
      if (running == value) {
        return;
      }
      Thread.onSpinWait();
    }
    long end = System.nanoTime() + patience;
    while (running != value) {
      LockSupport.parkNanos(this, patience);
      if (System.nanoTime() - end > 0 && running != value) {
        throw hangs();
      }
    }
  }

  // The thread's side.

  private void run() {
    while (!ended) {
      awaitTurn();
      Supplier<String> body = call;
      call = null;
      if (body != null) {
        try {
          result = body.get();
        } catch (RuntimeException | Error e) {
          failure = e;
        }
        step = null;
        passed = true;
        yieldTurn();
      }
    }
  }

  /** Called by this thread within a call: stops, and goes on when the step has been taken. */
  void stop(Step next, BooleanSupplier canTake) {
    if (free) {
      awaitFreely(canTake);
      return;
    }
    step = next;
    passed = true; // the step before this one
    yieldTurn();
    awaitTurn();
    while (!canTake.getAsBoolean()) {
      if (free) {
        awaitFreely(canTake);
        return;
      }
      passed = false;
      yieldTurn();
      awaitTurn();
    }
  }

  private static void awaitFreely(BooleanSupplier canTake) {
    while (!canTake.getAsBoolean()) {
      LockSupport.parkNanos(1_000);
    }
  }

  private void yieldTurn() {
    running = false;
    LockSupport.unpark(driver);
  }

  private void awaitTurn() {
    for (int i = 0; i < SPINS && !running; i++) {
      Thread.onSpinWait();
    }
    while (!running) {
      LockSupport.park(this);
    }
  }
}
