package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Calls and environment steps of every kind by several threads at once, on few files: after each
 * burst the invariants hold, and when everything is dropped nothing is left. {@code
 * -Dtest.jvm.args=-Dfragcache.burst.seconds=600} sets for how long.
 */
final class BurstTest {
  private static final int THREADS = 4;
  private static final int CALLS = 2_000;
  private static final int FILES = 4;
  private static final int BLOCKS = 12;
  private static final int HOLDERS = 4;

  private final int seconds = Integer.getInteger("fragcache.burst.seconds", 5);
  private final long seed = Long.getLong("fragcache.seed", System.nanoTime());

  @ParameterizedTest
  @EnumSource(SoakTest.Kind.class)
  void randomCalls_ofManyThreads_keepTheInvariants(SoakTest.Kind kind) throws Exception {
    MemoryBlockStore store = new MemoryBlockStore(SoakTest.BLOCK_SIZE);
    FragmentCache cache = kind.build(store, BLOCKS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    int calls = 0;
    int completed = 0;
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      for (int burst = 0; System.nanoTime() < end; burst++) {
        List<Future<RandomCalls>> running = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
          running.add(threads.submit(calls(cache, new Random(seed + burst * 31L + t))));
        }
        for (Future<RandomCalls> thread : running) {
          RandomCalls done = get(thread);
          calls += done.calls();
          completed += done.total();
        }
        cache.checkInvariants();
        if (cache.environment().commit()) {
          assertThat(cache.durable().metadata().encode())
              .as("what commits have taken side by side with calls")
              .isEqualTo(FullMetadata.of(cache.internals()).encode());
        }
      }
      assertThat(completed).as("calls that took effect, of %d", calls).isGreaterThan(calls / 4);
      new RandomCalls(cache, new Random(seed), FILES, HOLDERS).dropEverything();
      SoakTest.assertNothingLeft(cache, store);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dfragcache.seed=" + seed + ": " + e.getMessage(), e);
    } finally {
      threads.shutdownNow();
    }
    System.err.printf("bursts %s: %d calls, %d took effect%n", kind, calls, completed);
  }

  private static Callable<RandomCalls> calls(FragmentCache cache, Random random) {
    return () -> {
      RandomCalls calls = new RandomCalls(cache, random, FILES, HOLDERS);
      for (int i = 0; i < CALLS; i++) {
        try {
          calls.step();
        } catch (IllegalStateException e) {
          // So many pins that there was no memory: the one thing that may be thrown.
          if (!String.valueOf(e.getMessage()).startsWith("memory: ")) {
            throw e;
          }
        }
      }
      return calls;
    };
  }

  private static RandomCalls get(Future<RandomCalls> thread) throws InterruptedException {
    try {
      return thread.get(1, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a call threw " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      StringBuilder stacks = new StringBuilder("no progress:");
      Thread.getAllStackTraces()
          .forEach(
              (t, stack) -> {
                if (t.getName().startsWith("pool")) {
                  stacks.append("\n").append(t).append("\n  ").append(List.of(stack));
                }
              });
      throw new AssertionError(stacks.toString(), e);
    }
  }
}
