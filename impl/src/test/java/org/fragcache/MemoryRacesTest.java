package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.fragcache.Schedule.Actor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Memory and room that others hold for the moment are waited for; far blocks take little. See
 * {@link Racing}.
 */
@Timeout(60)
final class MemoryRacesTest extends Racing {
  // Memory.

  @Test
  void read_whileAPunchHasReservedAllMemory_waits() throws Exception {
    Rig rig = rig(FragmentCache.builder().memoryLimit(2 * BLOCK), 4, "a", "b");
    rig.create("a", 1, 2).create("b", 3);
    rig.cache.fsync("a");
    rig.cache.fsync("b");
    rig.environment().reclaimOwn("a", 0);
    rig.environment().reclaimOwn("a", 1);
    rig.environment().reclaimOwn("b", 0);
    Actor<Status> punch =
        schedule.start(Step.PunchRemove, () -> rig.cache.punch("a", BLOCK / 2, BLOCK));
    Actor<Integer> read = schedule.start(null, () -> rig.read("b", 0));
    Thread.sleep(20); // far less than the patience of makeRoom
    assertThat(punch.end()).isEqualTo(Status.OK);
    assertThat(read.get()).isEqualTo(3);
  }

  @Test
  void twoCows_withMemoryOfTwoFolios_bothEnd() throws Exception {
    Rig rig = rig(FragmentCache.builder().memoryLimit(2 * BLOCK), 4, "a", "b", "c", "d");
    rig.create("a", 1).create("b").clone("a", "b").create("c", 2).create("d").clone("c", "d");
    assertThat(rig.read("a", 0)).isEqualTo(1);
    assertThat(rig.read("c", 0)).isEqualTo(2);
    Actor<Status> one =
        schedule.start(Step.LookupRecheck, () -> rig.cache.write("a", 0, bytes(5, 8)));
    Actor<Status> two =
        schedule.start(Step.LookupRecheck, () -> rig.cache.write("c", 0, bytes(6, 8)));
    one.go(null);
    two.go(null);
    assertThatCode(
            () -> {
              one.get();
              two.get();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void read_whileASlowStoreFillsAllMemory_waits() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    AtomicInteger reads = new AtomicInteger();
    BlockStore store =
        new PassingStore(new MemoryBlockStore(BLOCK)) {
          @Override
          public void read(long block, ByteBuffer dst) throws IOException {
            reads.getAndIncrement();
            await(slow);
            super.read(block, dst);
          }
        };
    Rig rig =
        rig(
            FragmentCache.builder().store(store).durable(false).memoryLimit(2 * BLOCK),
            4,
            "a",
            "b",
            "c");
    rig.create("a", 1).create("b", 2).create("c", 3);
    for (String f : new String[] {"a", "b", "c"}) {
      rig.cache.fsync(f);
      rig.environment().evict(f);
    }
    Actor<Integer> one = schedule.start(null, () -> rig.read("a", 0));
    Actor<Integer> two = schedule.start(null, () -> rig.read("b", 0));
    Schedule.until(() -> reads.get() == 2);
    Actor<Integer> three = schedule.start(null, () -> rig.read("c", 0));
    Thread.sleep(1_000); // more than the patience of makeRoom
    slow.countDown();
    assertThat(three.get()).isEqualTo(3);
    assertThat(one.get()).isEqualTo(1);
    assertThat(two.get()).isEqualTo(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // An interrupted thread has no patience.

  @Test
  void read_ofAnInterruptedThread_waitsForMemoryToo() throws Exception {
    Rig rig = rig(FragmentCache.builder().memoryLimit(2 * BLOCK), 4, "a", "b", "c");
    rig.create("a", 1).create("b", 2).create("c", 3);
    for (String f : new String[] {"a", "b", "c"}) {
      rig.cache.fsync(f);
      rig.environment().reclaimOwn(f, 0);
    }
    Actor<Integer> one = schedule.start(Step.FillRead, () -> rig.read("a", 0));
    Actor<Integer> two = schedule.start(Step.FillRead, () -> rig.read("b", 0));
    Actor<Integer> three =
        schedule.start(
            null,
            () -> {
              Thread.currentThread().interrupt();
              return rig.read("c", 0);
            });
    Thread.sleep(100); // half of the patience of makeRoom
    assertThat(one.end()).isEqualTo(1);
    assertThat(two.end()).isEqualTo(2);
    assertThat(three.get()).isEqualTo(3);
  }

  // Capacity.

  @Test
  void twoStoresToABlock_withRoomForOne_bothSucceed() throws Exception {
    Rig rig = rig(FragmentCache.builder().capacity(2), 2, "a", "b");
    rig.create("a", 1).create("b").clone("a", "b");
    rig.map("p", "a", MapKind.SHARED).map("q", "a", MapKind.SHARED);
    Actor<Status> one = schedule.start(Step.CowReplace, () -> rig.tryStore("p", 0, 2));
    Actor<Status> two = schedule.start(null, () -> rig.tryStore("q", 0, 3));
    assertThat(one.end()).isEqualTo(Status.OK);
    assertThat(two.get()).isEqualTo(Status.OK);
  }

  @Test
  void unlink_whileAnotherFileStillReadsTheBlock_givesTheRoomBack() throws Exception {
    Rig rig = rig(FragmentCache.builder().capacity(1), 2, "a", "b", "c");
    rig.create("a", 1).create("b").clone("a", "b").create("c");
    assertThat(rig.environment().reclaimFragment(1, 0)).isTrue();
    Actor<Status> read =
        schedule.start(Step.FillRead, () -> rig.cache.read("b", 0, ByteBuffer.allocate(BLOCK)));
    assertThat(rig.cache.unlink("a")).isEqualTo(Status.OK);
    assertThat(rig.tryWrite("b", 1, 5)).isEqualTo(Status.ENOSPC);
    assertThat(read.end()).isEqualTo(Status.OK);
    assertThat(rig.cache.unlink("b")).isEqualTo(Status.OK);
    assertThat(rig.tryWrite("c", 0, 5)).isEqualTo(Status.OK);
    rig.cache.checkInvariants();
  }

  // Far blocks.

  @Test
  void viewOfAFarBlock_takesLittleMemory() {
    FragmentCache cache =
        FragmentCache.builder().blockSize(BLOCK).maxFileBlocks(Integer.MAX_VALUE).build();
    cache.create("a");
    long size = (long) Integer.MAX_VALUE * BLOCK;
    assertThat(cache.truncate("a", size)).isEqualTo(Status.OK);
    cache.process("p").map("a", MapKind.SHARED);
    assertThatCode(() -> cache.process("p").load(size - BLOCK, ByteBuffer.allocate(BLOCK)))
        .doesNotThrowAnyException();
  }

  @Test
  void commitOfAFarBlock_takesLittleMemory() {
    FragmentCache cache =
        FragmentCache.builder()
            .blockSize(BLOCK)
            .maxFileBlocks(Integer.MAX_VALUE)
            .durable(true)
            .build();
    cache.create("a");
    assertThat(cache.write("a", (Integer.MAX_VALUE - 1L) * BLOCK, bytes(1, BLOCK)))
        .isEqualTo(Status.OK);
    assertThatCode(() -> cache.fsync("a")).doesNotThrowAnyException();
  }
}
