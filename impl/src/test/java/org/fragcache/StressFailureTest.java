package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threads on a store any operation of which may fail, with next to no memory: calls throw, nothing
 * is lost, the invariants hold after each burst, and when everything is dropped nothing is left.
 */
final class StressFailureTest {
  private static final StressShape SHAPE = new StressShape(6, 16, 4, 64, 12);
  private static final int SECONDS = Integer.getInteger("fragcache.stress.seconds", 10) / 4;
  private static final long SEED = Long.getLong("fragcache.seed", System.nanoTime());
  private static final int RECORDS = 20_000;

  @Test
  void load_onStoreThatFails_losesNothing() throws Exception {
    MemoryBlockStore memory = new MemoryBlockStore(SHAPE.blockSize());
    StressFaults.FailingStore store = new StressFaults.FailingStore(memory, SEED);
    FragmentCache cache = SHAPE.builder().store(store).durable(true).build();
    AtomicLong clock = new AtomicLong(1);
    StressOracle.Image image = StressOracle.Image.empty(SHAPE);
    Random random = new Random(SEED);
    long[] sums = new long[4];
    int burst = 0;
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      for (; System.nanoTime() < end; burst++) {
        long lifeStart = clock.get() + 1;
        StressLoad load =
            new StressLoad(
                cache,
                SHAPE,
                clock,
                SEED + burst * 7919L,
                true,
                thread -> StressLog.allocate(RECORDS));
        store.failOneIn(5 + random.nextInt(200));
        if (load.start()) {
          load.run(100 + random.nextInt(300), () -> false);
        }
        store.failOneIn(0);
        cache.checkInvariants();
        List<StressLog.Op> ops = load.ops();
        long now = clock.incrementAndGet();
        ops.add(StressLog.Op.close(now, clock.incrementAndGet()));
        StressOracle oracle = new StressOracle(SHAPE, image, lifeStart, ops);
        image = StressLoad.read(cache, SHAPE);
        oracle.check(image);
        sums[0] += load.calls();
        sums[1] += load.failed();
        sums[2] += load.outOfMemory();
        sums[3] += oracle.checkReads();
      }
      StressTest.assertEmptied(cache, store, SHAPE);
      SoakTest.assertNothingLeft(cache, memory);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "rerun with -Dfragcache.seed=%d: burst %d: %s".formatted(SEED, burst, e), e);
    }
    System.err.printf(
        "stress of a store that fails: seed %d: %d bursts, %d calls, %d failed, %d without memory,"
            + " %d reads judged%n",
        SEED, burst, sums[0], sums[1], sums[2], sums[3]);
    assertThat(sums[1]).as("calls that failed").isPositive();
  }

  private static final int FILES = 4;
  private static final int HOLDERS = 4;
  private static final int THREADS = 4;
  private static final int CALLS = 2_000;

  @ParameterizedTest
  @ValueSource(ints = {6, 12, 40})
  void randomCalls_onStoreThatFails_leaveNothing(int folios) throws Exception {
    MemoryBlockStore memory = new MemoryBlockStore(SoakTest.BLOCK_SIZE);
    StressFaults.FailingStore store = new StressFaults.FailingStore(memory, SEED);
    FragmentCache cache =
        FragmentCache.builder()
            .store(store)
            .durable(true)
            .maxFileBlocks(12)
            .capacity(40)
            .memoryLimit((long) folios * SoakTest.BLOCK_SIZE)
            .build();
    Random random = new Random(SEED);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    AtomicLong failed = new AtomicLong();
    int burst = 0;
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Math.max(1, SECONDS / 2));
      for (; System.nanoTime() < end; burst++) {
        store.failOneIn(2 + random.nextInt(60));
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
          Random own = new Random(SEED + burst * 31L + t);
          running.add(threads.submit(() -> calls(cache, own, failed)));
        }
        for (Future<?> thread : running) {
          thread.get(2, TimeUnit.MINUTES);
        }
        store.failOneIn(0);
        cache.checkInvariants();
        if (burst % 8 == 7) {
          new RandomCalls(cache, random, FILES, HOLDERS).dropEverything();
          SoakTest.assertNothingLeft(cache, memory);
        }
      }
      new RandomCalls(cache, random, FILES, HOLDERS).dropEverything();
      SoakTest.assertNothingLeft(cache, memory);
    } catch (AssertionError | RuntimeException | ExecutionException e) {
      throw new AssertionError(
          "rerun with -Dfragcache.seed=%d: burst %d: %s".formatted(SEED, burst, e), e);
    } finally {
      threads.shutdownNow();
    }
    System.err.printf(
        "random calls on a store that fails: %d folios: %d bursts of %d calls, %d failed%n",
        folios, burst, THREADS * CALLS, failed.get());
    assertThat(failed.get()).as("calls that failed").isPositive();
  }

  private static void calls(FragmentCache cache, Random random, AtomicLong failed) {
    RandomCalls calls = new RandomCalls(cache, random, FILES, HOLDERS);
    for (int i = 0; i < CALLS; i++) {
      try {
        calls.step();
      } catch (UncheckedIOException e) {
        failed.incrementAndGet();
      } catch (IllegalStateException e) {
        // So many pins that there was no memory.
        if (!String.valueOf(e.getMessage()).startsWith("memory: ")) {
          throw e;
        }
      }
    }
  }
}
