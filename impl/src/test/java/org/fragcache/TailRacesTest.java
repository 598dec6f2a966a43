package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.fragcache.Schedule.Actor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What memory that maps a file stores past its end stays out of the file, and of what it gains. */
@Timeout(60)
final class TailRacesTest extends Racing {
  private static final int HALF = BLOCK / 2;
  private static final int PAST = HALF + 8; // beyond EOF

  private final FragmentCache cache = plain(FragmentCache.builder());

  // A write that grows the file over the end of its block.

  @Test
  void write_pastAHoleAtTheEnd_whileAViewStoresThere_gainsZeros() throws Exception {
    cache.create("a");
    cache.truncate("a", HALF);
    cache.process("p").map("a", MapKind.SHARED);
    Actor<Status> write =
        schedule.start(Step.WriteCopy, () -> cache.write("a", 2 * BLOCK, bytes(5, BLOCK)));
    assertGainIsOfOneMoment(write);
  }

  @Test
  void write_whileTheLastBlockIsReclaimedAndAViewStoresThere_gainsZeros() throws Exception {
    cache.create("a");
    cache.write("a", 0, bytes(1, HALF));
    cache.process("p").map("a", MapKind.SHARED);
    Actor<Status> write =
        schedule.start(Step.WriteLookup, () -> cache.write("a", 2 * BLOCK, bytes(5, BLOCK)));
    assertThat(cache.environment().writeback("a", 0)).isTrue();
    assertThat(cache.environment().reclaimOwn("a", 0)).isTrue();
    write.go(Step.WriteCopy);
    write.awaitParked();
    assertGainIsOfOneMoment(write);
  }

  /** A store that ends before the write is zeroed by it; one that ends after it stays. */
  private void assertGainIsOfOneMoment(Actor<Status> write) throws Exception {
    Actor<Status> store = schedule.start(null, () -> cache.process("p").store(PAST, bytes(7, 8)));
    Thread.sleep(50);
    boolean before = store.task.isDone();
    assertThat(cache.size("a")).isEqualTo(HALF);
    assertThat(write.end()).isEqualTo(Status.OK);
    assertThat(store.get()).isEqualTo(Status.OK);
    assertThat(read(cache, "a", PAST, 8)).isEqualTo(filled(before ? 0 : 7, 8));
  }

  @Test
  void write_pastAnAlignedEnd_keepsNobodyFromStoring() throws Exception {
    cache.create("a");
    cache.write("a", 0, bytes(1, BLOCK));
    cache.process("p").map("a", MapKind.SHARED);
    Actor<Status> write =
        schedule.start(Step.WriteCopy, () -> cache.write("a", 2 * BLOCK, bytes(5, BLOCK)));
    Actor<Status> store = schedule.start(null, () -> cache.process("p").store(0, bytes(7, 8)));
    assertThat(store.get()).isEqualTo(Status.OK);
    assertThat(write.end()).isEqualTo(Status.OK);
  }
}
