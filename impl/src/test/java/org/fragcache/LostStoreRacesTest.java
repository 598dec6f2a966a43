package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.fragcache.Schedule.Actor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What was stored, and was seen, or returned before fsync or close did, lasts. See {@link Racing}.
 */
@Timeout(60)
final class LostStoreRacesTest extends Racing {
  // Truncate cleans the tail with bytes read before the last store through a pin.

  @Test
  void truncate_whileAPinIsStoredToAndDropped_keepsTheStore() throws Exception {
    Rig rig = rig(2, "a").create("a");
    rig.cache.write("a", 0, bytes(1, BLOCK));
    rig.pin("h", "a", 0, PinKind.WRITE);
    Actor<Status> truncate =
        schedule.start(Step.TruncateSize, () -> rig.cache.truncate("a", BLOCK / 2));
    assertThat(rig.cache.pinHandle("h").store(bytes(2, BLOCK / 2))).isEqualTo(Status.OK);
    rig.unpin("h");
    assertThat(truncate.end()).isEqualTo(Status.OK);
    assertThat(read(rig.cache, "a", 0, BLOCK)).isEqualTo(filled(2, BLOCK / 2));
    rig.environment().writeback("a", 0);
    rig.environment().reclaimOwn("a", 0);
    assertThat(read(rig.cache, "a", 0, BLOCK)).isEqualTo(filled(2, BLOCK / 2));
  }

  // Writeback zeroes beyond a size that has grown meanwhile.

  @Test
  void writeback_whileTheFileGrows_keepsAStoreBeyondTheOldEnd() throws Exception {
    int lost = 0;
    for (int i = 0; i < 60; i++) {
      Rig rig = rig(2, "a").create("a");
      rig.cache.write("a", 0, bytes(1, BLOCK / 2));
      rig.map("p", "a", MapKind.SHARED);
      assertThat(rig.cache.process("p").store(0, bytes(1, 8))).isEqualTo(Status.OK);
      Actor<Status> truncate =
          schedule.start(Step.TruncateSize, () -> rig.cache.truncate("a", BLOCK));
      Actor<Boolean> writeback = schedule.start(null, () -> rig.environment().writeback("a", 0));
      assertThat(truncate.end()).isEqualTo(Status.OK);
      assertThat(rig.cache.size("a")).isEqualTo(BLOCK);
      Actor<Status> store =
          schedule.start(null, () -> rig.cache.process("p").store(BLOCK / 2, bytes(3, 8)));
      assertThat(store.get()).isEqualTo(Status.OK);
      writeback.get();
      lost += Arrays.equals(read(rig.cache, "a", BLOCK / 2, 8), filled(3, 8)) ? 0 : 1;
    }
    assertThat(lost).as("stores lost of 60").isZero();
  }

  // A write can be seen before it is dirty.

  private static final class Hooked extends PassingStore {
    private Runnable inCommit = () -> {};

    Hooked(BlockStore store) {
      super(store);
    }

    @Override
    public void commit(byte[] metadata) throws IOException {
      inCommit.run();
      super.commit(metadata);
    }

    @Override
    public boolean append(byte[] record) throws IOException {
      inCommit.run();
      return super.append(record);
    }
  }

  private static FragmentCache reopened(BlockDevice device) throws IOException {
    return FragmentCache.builder()
        .store(DeviceBlockStore.open(device))
        .maxFileBlocks(2)
        .durable(true)
        .build();
  }

  @Test
  void fsync_afterAReadOfAWrite_makesItLast() throws Exception {
    MemoryBlockDevice device = new MemoryBlockDevice();
    BlockStore store = DeviceBlockStore.create(device, BLOCK);
    Rig rig = rig(FragmentCache.builder().store(store).durable(true), 2, "a");
    rig.create("a", 1);
    assertThat(rig.cache.fsync("a")).isEqualTo(Status.OK);
    Actor<Status> write = schedule.start(Step.WriteCopy, () -> rig.tryWrite("a", 0, 2));
    Actor<Status> fsync =
        schedule.start(
            null,
            () -> {
              Schedule.until(() -> Integer.valueOf(2).equals(rig.read("a", 0)));
              return rig.cache.fsync("a");
            });
    assertThat(write.end()).isEqualTo(Status.OK);
    assertThat(fsync.get()).isEqualTo(Status.OK);
    ByteBuffer dst = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    reopened(device).read("a", 0, dst);
    assertThat(rig.data.decode(dst.flip())).isEqualTo(2);
  }

  // Close.

  @Test
  void write_thatCompletesBeforeCloseReturns_lasts() throws Exception {
    MemoryBlockDevice device = new MemoryBlockDevice();
    Hooked store = new Hooked(DeviceBlockStore.create(device, BLOCK));
    Rig rig = rig(FragmentCache.builder().store(store).durable(true), 2, "a").create("a", 1);
    AtomicReference<@Nullable Object> result = new AtomicReference<>();
    Thread writer =
        new Thread(
            () -> {
              try {
                result.set(rig.tryWrite("a", 0, 2));
              } catch (IllegalStateException e) {
                result.set(e); // closed: fine
              }
            });
    store.inCommit =
        () -> {
          if (writer.getState() == Thread.State.NEW) {
            writer.start();
          }
          try {
            writer.join(100); // as far as it comes
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    rig.cache.close();
    writer.join();
    ByteBuffer dst = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    reopened(device).read("a", 0, dst);
    assertThat(rig.data.decode(dst.flip())).isEqualTo(result.get() == Status.OK ? 2 : 1);
  }
}
