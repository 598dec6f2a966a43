package org.fragcache.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.fragcache.BlockData;
import org.fragcache.Bursts;
import org.fragcache.FileCache;
import org.fragcache.Status;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threads in bursts: no block read is torn, and every burst leaves the invariants. */
final class BaselineConcurrencyTest {
  private static final int BURSTS = 60;
  private static final int STEPS = 3_000;
  private static final int BLOCK = 256;
  private static final int FILES = 4;

  private final BlockData data = BlockData.patterned();

  @ParameterizedTest
  @CsvSource({
    "NO_SHARING, 6, 8", "PER_PAGE_COUNT, 6, 8",
    "NO_SHARING, 70, 1000000", "PER_PAGE_COUNT, 70, 1000000",
    "MAPPING_REDIRECT, 6, 1000000", "MAPPING_REDIRECT, 70, 1000000",
    "NO_SHARING, 1, 1000000", "PER_PAGE_COUNT, 1, 1000000",
  })
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void randomCalls_ofManyThreads_neverTearABlock(Baseline which, int blocks, int folios)
      throws Exception {
    try (BaselineCache cache =
        which.build(
            FileCaches.builder()
                .blockSize(BLOCK)
                .maxFileBlocks(blocks)
                .memoryLimit((long) folios * BLOCK))) {
      Bursts.run(
          BURSTS, random -> run(cache, random, blocks), () -> BaselineInvariants.check(cache));
      for (int f = 0; f < FILES; f++) {
        cache.unlink("f" + f);
      }
      assertThat(cache.stats().cachedFolios()).isZero();
      assertThat(cache.stats().usedBlocks()).isZero();
    }
  }

  private int run(FileCache cache, Random random, int blocks) {
    ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    int done = 0;
    for (int i = 0; i < STEPS; i++) {
      done += step(cache, random, block, blocks) == Status.OK ? 1 : 0;
    }
    return done;
  }

  private Status step(FileCache cache, Random random, ByteBuffer block, int blocks) {
    String f = "f" + random.nextInt(FILES);
    long pos = pos(random, blocks);
    block.clear();
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> {
        data.encode(1 + random.nextInt(1000), block);
        yield cache.write(f, pos, block.flip());
      }
      case 3, 4, 5, 6, 7, 8, 9 -> {
        Status status = cache.read(f, pos, block);
        if (block.position() > 0) {
          assertThat(block.hasRemaining()).as("sizes are whole blocks").isFalse();
          data.decode(block);
        }
        yield status;
      }
      case 10, 11 ->
          cache.clone(
              f,
              pos,
              (long) random.nextInt(Math.min(blocks, 3)) * BLOCK,
              "f" + random.nextInt(FILES),
              pos(random, blocks));
      case 12 -> cache.create(f);
      case 13 -> random.nextInt(8) == 0 ? cache.unlink(f) : cache.truncate(f, pos);
      case 14 -> cache.punch(f, pos, BLOCK);
      default -> cache.fsync(f);
    };
  }

  private static long pos(Random random, int blocks) {
    return (long) random.nextInt(blocks) * BLOCK;
  }
}
