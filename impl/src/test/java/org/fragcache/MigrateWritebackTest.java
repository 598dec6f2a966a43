package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A dirty folio that moves is not taken for a clean one: by fsync, and by a clone. */
final class MigrateWritebackTest {
  private static final int BLOCK = 64;
  private static final int BLOCKS = 4;
  private static final long SECONDS = Integer.getInteger("fragcache.burst.seconds", 2);

  private final FragmentCache cache =
      FragmentCache.builder().blockSize(BLOCK).maxFileBlocks(BLOCKS).durable(true).build();
  private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK);
  private volatile boolean done;

  @Test
  void fsync_whileFoliosMove_leavesNothingDirty() throws InterruptedException {
    cache.create("a");
    whileFoliosMove(
        round -> {
          writeAll(round);
          cache.fsync("a");
          assertThat(cache.stats().dirtyFolios())
              .as("dirty folios after fsync %d, for nobody has written since", round)
              .isZero();
        });
  }

  @Test
  void clone_whileFoliosMove_sharesWhatWasWritten() throws InterruptedException {
    cache.create("a");
    whileFoliosMove(
        round -> {
          cache.create("b");
          writeAll(round);
          cache.clone("a", 0, 0, "b", 0);
          cache.environment().evict("b");
          for (int b = 0; b < BLOCKS; b++) {
            cache.read("b", (long) b * BLOCK, bytes.clear());
            assertThat(bytes.getLong(0)).as("clone %d, block %d", round, b).isEqualTo(round);
          }
          cache.checkInvariants();
          cache.unlink("b");
        });
  }

  private void writeAll(long round) {
    for (int b = 0; b < BLOCKS; b++) {
      cache.write("a", (long) b * BLOCK, bytes.clear().putLong(0, round));
    }
  }

  private interface Round {
    void run(long round);
  }

  private void whileFoliosMove(Round body) throws InterruptedException {
    Thread mover =
        new Thread(
            () -> {
              for (int i = 0; !done; i++) {
                cache.environment().migrateOwn("a", i % BLOCKS);
              }
            });
    mover.start();
    long round = 1;
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      for (; System.nanoTime() < end; round++) {
        body.run(round);
      }
    } finally {
      done = true;
      mover.join();
    }
  }
}
