package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/** Threads in bursts, and a check after each, when all are still. */
public final class Bursts {
  private static final int THREADS = 4;

  private Bursts() {}

  /**
   * Each thread of each burst does {@code calls} with a source of its own, and says how many of
   * them ended in OK: over a burst, some must. {@code -Dfragcache.seed} does it again.
   */
  public static void run(int bursts, ToIntFunction<Random> calls, Runnable check) throws Exception {
    long seed = Long.getLong("fragcache.seed", System.nanoTime());
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (int burst = 0; burst < bursts; burst++) {
        List<Future<Integer>> running = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
          long own = seed + burst * 31L + t;
          running.add(threads.submit(() -> calls.applyAsInt(new Random(own))));
        }
        int done = 0;
        for (Future<Integer> thread : running) {
          done += thread.get();
        }
        assertThat(done).as("calls that ended in OK").isPositive();
        check.run();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("rerun with -Dfragcache.seed=" + seed + ": " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
  }
}
