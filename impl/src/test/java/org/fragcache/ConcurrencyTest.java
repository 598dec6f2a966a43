package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads in bursts: no block read is torn, and every burst leaves the invariants. */
final class ConcurrencyTest {
  private static final int THREADS = 4;
  private static final int BURSTS = 40;
  private static final int STEPS = 1_000;
  private static final int BLOCKS = 6;
  private static final int FILES = 4;

  private final BlockData data = BlockData.patterned();

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void randomCalls_ofManyThreads_neverTearABlock() throws Exception {
    long seed = Long.getLong("fragcache.seed", System.nanoTime());
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (FragmentCache cache =
        FragmentCache.builder().blockSize(256).maxFileBlocks(BLOCKS).memoryLimit(256 * 8).build()) {
      for (int burst = 0; burst < BURSTS; burst++) {
        List<Future<Integer>> running = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
          long own = seed + burst * 31L + t;
          running.add(threads.submit(() -> run(cache, new Random(own))));
        }
        int done = 0;
        for (Future<Integer> thread : running) {
          done += get(thread, seed);
        }
        assertThat(done).as("calls that ended in OK").isPositive();
        cache.checkInvariants();
      }
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  private static int get(Future<Integer> thread, long seed) throws InterruptedException {
    try {
      return thread.get();
    } catch (ExecutionException e) {
      throw new AssertionError("rerun with -Dfragcache.seed=" + seed + ": " + e.getCause(), e);
    }
  }

  private int run(FragmentCache cache, Random random) {
    ByteBuffer block = ByteBuffer.allocate(cache.blockSize()).order(ByteOrder.LITTLE_ENDIAN);
    int done = 0;
    for (int i = 0; i < STEPS; i++) {
      done += step(cache, random, block) == Status.OK ? 1 : 0;
    }
    return done;
  }

  private Status step(FragmentCache cache, Random random, ByteBuffer block) {
    String f = "f" + random.nextInt(FILES);
    int b = random.nextInt(BLOCKS);
    block.clear();
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> {
        data.encode(1 + random.nextInt(1000), block);
        yield cache.write(f, pos(cache, b), block.flip());
      }
      case 3, 4, 5 -> {
        Status status = cache.read(f, pos(cache, b), block);
        if (block.position() > 0) {
          data.decode(block);
        }
        yield status;
      }
      case 6, 7 -> {
        String g = "f" + random.nextInt(FILES);
        yield cache.clone(
            f, pos(cache, b), pos(cache, random.nextInt(3)), g, pos(cache, random.nextInt(BLOCKS)));
      }
      case 8 -> cache.create(f);
      case 9 -> random.nextInt(8) == 0 ? cache.unlink(f) : cache.truncate(f, pos(cache, b));
      case 10 -> cache.punch(f, pos(cache, b), pos(cache, 1));
      default ->
          cache.environment().writeback(f, b)
                  || cache.environment().reclaimOwn(f, b)
                  || cache.environment().reclaimFragment(1 + b, 0)
                  || cache.environment().evict(f)
              ? Status.OK
              : cache.fsync(f);
    };
  }

  private static long pos(FragmentCache cache, int b) {
    return (long) b * cache.blockSize();
  }
}
