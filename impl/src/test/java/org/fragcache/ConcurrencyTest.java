package org.fragcache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads in bursts: no block read is torn, and every burst leaves the invariants. */
final class ConcurrencyTest {
  private static final int BURSTS = 40;
  private static final int STEPS = 1_000;
  private static final int BLOCKS = 6;
  private static final int FILES = 4;

  private final BlockData data = BlockData.patterned();

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void randomCalls_ofManyThreads_neverTearABlock() throws Exception {
    try (FragmentCache cache =
        FragmentCache.builder().blockSize(256).maxFileBlocks(BLOCKS).memoryLimit(256 * 8).build()) {
      Bursts.run(BURSTS, random -> run(cache, random), cache::checkInvariants);
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
