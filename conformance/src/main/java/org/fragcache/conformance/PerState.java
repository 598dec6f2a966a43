package org.fragcache.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Work for each state of a graph, on several threads. */
final class PerState {
  private static final int PER_TASK = 128;

  private PerState() {}

  /**
   * Does it for 0..states-1, in no order.
   *
   * @param what it is, for the ticker
   */
  static void run(
      String model, String what, int states, int threads, Ticker ticker, IntConsumer work) {
    ExecutorService pool = Executors.newFixedThreadPool(threads, Ticker::daemon);
    try {
      List<Future<?>> tasks = new ArrayList<>();
      for (int from = 0; from < states; from += PER_TASK) {
        int first = from;
        int end = Math.min(from + PER_TASK, states);
        tasks.add(
            pool.submit(
                () -> {
                  for (int s = first; s < end; s++) {
                    work.accept(s);
                  }
                }));
      }
      for (int i = 0; i < tasks.size(); i++) {
        tasks.get(i).get();
        ticker.tick(model, what, Math.min((i + 1) * PER_TASK, states), states);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(what + " of " + model, e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
