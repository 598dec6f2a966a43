package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many calls of every kind on large constants: the invariants hold all along, and when everything
 * is dropped nothing is left. {@code -Dtest.jvm.args=-Dfragcache.soak.calls=1000000} sets how many,
 * {@code -Dfragcache.seed=N} runs one again.
 */
final class SoakTest {
  private static final int FILES = 16;
  private static final int BLOCKS = 64;
  static final int BLOCK_SIZE = 64;
  private static final int HOLDERS = 6;
  private static final int CHECKS = 100;

  private final int calls = Integer.getInteger("fragcache.soak.calls", 450_000);
  private final long seed = Long.getLong("fragcache.seed", System.nanoTime());

  /** What the cache stands on. */
  enum Kind {
    DISK,
    DURABLE,
    SHORT_OF_MEMORY,
    MEMORY;

    /** What cannot happen there. */
    List<String> impossible() {
      return switch (this) {
        case DISK, SHORT_OF_MEMORY -> List.of("commit");
        case DURABLE -> List.of();
        case MEMORY -> List.of("commit", "writeback", "reclaimOwn", "reclaimFragment", "evict");
      };
    }

    FragmentCache build(BlockStore store, int blocks) {
      FragmentCacheBuilder builder =
          FragmentCache.builder().blockSize(BLOCK_SIZE).maxFileBlocks(blocks).capacity(120);
      return switch (this) {
        case DISK -> builder.store(store).build();
        case DURABLE -> builder.store(store).durable(true).build();
        case SHORT_OF_MEMORY -> builder.store(store).memoryLimit(60 * BLOCK_SIZE).build();
        case MEMORY -> builder.memoryBacked().build();
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void randomCalls_thenDropOfEverything_leaveNothing(Kind kind) {
    MemoryBlockStore store = new MemoryBlockStore(BLOCK_SIZE);
    FragmentCache cache = kind.build(store, BLOCKS);
    RandomCalls random = new RandomCalls(cache, new Random(seed), FILES, HOLDERS);
    try {
      for (int i = 0; i < calls; i++) {
        random.step();
        if (i % Math.max(1, calls / CHECKS) == 0 || i < 100) {
          cache.checkInvariants();
        }
      }
      cache.checkInvariants();
      assertThat(random.completed().entrySet())
          .as("kinds that never took effect, of %s", random.completed())
          .filteredOn(e -> e.getValue() == 0)
          .extracting(e -> e.getKey())
          .containsExactlyInAnyOrderElementsOf(kind.impossible());
      assertThat(random.statuses()).hasSize(Status.values().length);
      assertThat(random.total()).as("calls that took effect").isGreaterThan(calls / 2);
      random.dropEverything();
      assertNothingLeft(cache, store);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "rerun with -Dfragcache.seed=%d: call %d: %s"
              .formatted(seed, random.calls(), e.getMessage()),
          e);
    }
    System.err.printf(
        "soak %s: %d calls, %d took effect: %s, %s%n",
        kind, random.calls(), random.total(), random.completed(), random.statuses());
  }

  static void assertNothingLeft(FragmentCache cache, MemoryBlockStore store) {
    cache.checkInvariants();
    CacheStats stats = cache.stats();
    assertThat(stats.cachedFolios()).as("folios").isZero();
    assertThat(stats.fragments()).as("fragments").isZero();
    assertThat(stats.usedBlocks()).as("blocks used or reserved").isZero();
    PageCache inside = cache.internals();
    assertThat(inside.inodes).as("inodes").isEmpty();
    assertThat(inside.views).as("views").isEmpty();
    assertThat(inside.pins).as("pins").isEmpty();
    assertThat(inside.extents.end()).as("extents").isZero();
    assertThat(store.allocated()).as("store blocks").isZero();
  }
}
