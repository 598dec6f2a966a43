package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Parks threads at steps, and lets them go on. */
final class Schedule implements StepListener {
  private final ConcurrentHashMap<Thread, Actor<?>> actors = new ConcurrentHashMap<>();

  @Override
  public void step(Step step) {
    Actor<?> actor = actors.get(Thread.currentThread());
    if (actor != null) {
      actor.at(step);
    }
  }

  /** Runs until it is about to take this step. */
  <T> Actor<T> start(@Nullable Step stop, Callable<T> body) throws Exception {
    Actor<T> actor = new Actor<>(stop, body);
    actors.put(actor.thread, actor);
    actor.thread.setDaemon(true);
    actor.thread.start();
    if (stop != null) {
      actor.awaitParked();
    }
    return actor;
  }

  /** A thread that parks where it is told to. */
  static final class Actor<T> {
    final FutureTask<T> task;
    final Thread thread;
    private @Nullable Step stop;
    private boolean parked;

    Actor(@Nullable Step stop, Callable<T> body) {
      this.stop = stop;
      this.task = new FutureTask<>(body);
      this.thread = new Thread(task);
    }

    synchronized void at(Step step) {
      if (step != stop) {
        return;
      }
      parked = true;
      notifyAll();
      while (parked) {
        try {
          wait();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }

    synchronized void awaitParked() throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (!parked) {
        wait(50);
        if (task.isDone() || System.nanoTime() > end) {
          throw new AssertionError(
              "not at " + stop + ": " + Arrays.toString(thread.getStackTrace()));
        }
      }
    }

    synchronized void go(@Nullable Step next) {
      stop = next;
      parked = false;
      notifyAll();
    }

    T get() throws Exception {
      try {
        return task.get(8, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new AssertionError("hangs: " + Arrays.toString(thread.getStackTrace()), e);
      }
    }

    T end() throws Exception {
      go(null);
      return get();
    }

    void await(Thread.State state) throws InterruptedException {
      until(() -> thread.getState() == state);
    }
  }

  static void until(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 5_000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(1);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
