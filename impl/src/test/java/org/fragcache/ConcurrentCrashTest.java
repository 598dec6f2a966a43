package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threads change files and commit side by side; whatever a crash leaves meanwhile is consistent.
 */
final class ConcurrentCrashTest {
  private static final int BLOCKS = 12;
  private static final int FILES = 4;
  private static final int THREADS = 3;
  private static final int SECONDS = 2;

  private final long seed = Long.getLong("fragcache.seed", System.nanoTime());

  @ParameterizedTest
  @ValueSource(ints = {64, 6, 0})
  void crash_amidCallsOfManyThreads_leavesWhatIsConsistent(int minLog) throws Exception {
    FaultyBlockDevice device = new FaultyBlockDevice(512);
    DeviceBlockStore.Rules rules =
        new DeviceBlockStore.Rules(new SpaceMap(), new LogRules(), minLog);
    FragmentCache cache =
        FragmentCache.builder()
            .store(DeviceBlockStore.create(device, SoakTest.BLOCK_SIZE, rules))
            .maxFileBlocks(BLOCKS)
            .build();
    Random random = new Random(seed);
    AtomicInteger opened = new AtomicInteger();
    device.beforeSync(
        () -> {
          if (random.nextInt(8) == 0) {
            open(device.crashes().image(random), minLog).checkInvariants();
            opened.incrementAndGet();
          }
        });
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        RandomCalls calls = new RandomCalls(cache, new Random(seed + t), FILES, 4);
        running.add(
            threads.submit(
                () -> {
                  while (System.nanoTime() < end) {
                    calls.step();
                  }
                }));
      }
      for (Future<?> thread : running) {
        thread.get(1, TimeUnit.MINUTES);
      }
      cache.checkInvariants();
      assertThat(cache.environment().commit()).isTrue();
      byte[] expected = FullMetadata.of(cache.internals()).encode();
      assertThat(cache.durable().metadata().encode()).isEqualTo(expected);
      FragmentCache after = open(device.crashes().image(random), minLog);
      assertThat(FullMetadata.of(after.internals()).encode()).isEqualTo(expected);
    } catch (AssertionError | Exception e) {
      throw new AssertionError("-Dfragcache.seed=" + seed + ": " + e.getMessage(), e);
    } finally {
      threads.shutdownNow();
    }
    assertThat(opened.get()).as("images opened").isGreaterThan(20);
  }

  private static FragmentCache open(BlockDevice image, int minLog) {
    try {
      DeviceBlockStore.Rules rules =
          new DeviceBlockStore.Rules(new SpaceMap(), new LogRules(), minLog);
      return FragmentCache.builder()
          .store(DeviceBlockStore.open(image, rules))
          .maxFileBlocks(BLOCKS)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files that come and go without a commit are not kept for one. */
  @Test
  void filesThatComeAndGo_leaveNothingToCommit() {
    FragmentCache cache =
        FragmentCache.builder()
            .store(new MemoryBlockStore(SoakTest.BLOCK_SIZE))
            .durable(true)
            .build();
    cache.create("a");
    cache.environment().commit();
    for (int i = 0; i < 1_000; i++) {
      String name = "f" + i;
      cache.create(name);
      cache.write(name, 0, ByteBuffer.allocate(SoakTest.BLOCK_SIZE));
      cache.create("b");
      cache.clone(name, 0, 0, "b", 0);
      cache.unlink(name);
      cache.unlink("b");
    }
    assertThat(cache.internals().changed.take(cache.internals()).isEmpty()).isTrue();
    cache.unlink("a");
    cache.create("a");
    Delta delta = cache.internals().changed.take(cache.internals());
    assertThat(delta.removed).containsExactly("a");
    assertThat(delta.files).hasSize(1);
  }
}
