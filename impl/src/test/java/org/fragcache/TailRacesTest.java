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

  // What is shared, or written to the store, has zeros past EOF.

  @Test
  void clone_whileAViewStoresBeyondTheEnd_showsZerosThere() throws Exception {
    cache.create("a");
    cache.create("b");
    cache.write("a", 0, bytes(1, HALF));
    cache.process("p").map("a", MapKind.SHARED);
    cache.process("p").store(0, bytes(1, 8));
    Actor<Status> clone = schedule.start(Step.CleanProtect, () -> cache.clone("a", 0, 0, "b", 0));
    assertThat(cache.process("p").store(PAST, bytes(7, 8))).isEqualTo(Status.OK);
    assertThat(clone.end()).isEqualTo(Status.OK);
    assertThat(loadPast("b")).isEqualTo(filled(0, 8));
  }

  @Test
  void clone_whileADeviceStoresBeyondTheEnd_showsZerosThere() throws Exception {
    clonePinned(cache, Step.CleanWrite);
  }

  @Test
  void clone_memoryBacked_whileADeviceStoresBeyondTheEnd_showsZerosThere() throws Exception {
    clonePinned(plain(FragmentCache.builder().memoryBacked()), Step.CloneCopy);
  }

  private void clonePinned(FragmentCache c, Step step) throws Exception {
    c.create("a");
    c.create("b");
    c.write("a", 0, bytes(1, HALF));
    assertThat(c.pinHandle("h").pin("a", 0, PinKind.WRITE)).isEqualTo(Status.OK);
    Actor<Status> clone = schedule.start(step, () -> c.clone("a", 0, 0, "b", 0));
    c.pinHandle("h").store(bytes(7, BLOCK));
    assertThat(clone.end()).isEqualTo(Status.OK);
    c.process("q").map("b", MapKind.SHARED);
    ByteBuffer dst = ByteBuffer.allocate(HALF);
    assertThat(c.process("q").load(HALF, dst)).isEqualTo(Status.OK);
    assertThat(dst.array()).isEqualTo(filled(0, HALF));
  }

  private byte[] loadPast(String file) {
    cache.process("q").map(file, MapKind.SHARED);
    ByteBuffer dst = ByteBuffer.allocate(8);
    assertThat(cache.process("q").load(PAST, dst)).isEqualTo(Status.OK);
    return dst.array();
  }

  @Test
  void crash_afterAViewStoredBeyondTheEndAmidFsync_leavesZerosThere() throws Exception {
    assertCrashLeavesZeros(Step.CleanProtect);
    assertCrashLeavesZeros(Step.CleanWrite);
  }

  private void assertCrashLeavesZeros(Step step) throws Exception {
    MemoryBlockDevice device = new MemoryBlockDevice();
    FragmentCache c = plain(FragmentCache.builder().store(DeviceBlockStore.create(device, BLOCK)));
    c.create("a");
    c.write("a", 0, bytes(1, HALF));
    c.process("p").map("a", MapKind.SHARED);
    c.process("p").store(0, bytes(1, 8));
    Actor<Status> fsync = schedule.start(step, () -> c.fsync("a"));
    assertThat(c.process("p").store(PAST, bytes(7, 8))).isEqualTo(Status.OK);
    assertThat(fsync.end()).isEqualTo(Status.OK);
    c.truncate("a", BLOCK);
    assertThat(read(c, "a", HALF, HALF)).isEqualTo(filled(0, HALF));
    assertThat(c.environment().commit()).isTrue();
    FragmentCache opened =
        FragmentCache.builder().store(DeviceBlockStore.open(device)).maxFileBlocks(8).build();
    assertThat(read(opened, "a", HALF, HALF)).isEqualTo(filled(0, HALF));
  }

  @Test
  void crash_afterTheFileGrewAmidFsync_leavesWhatTheNextFsyncWrote() throws Exception {
    MemoryBlockDevice device = new MemoryBlockDevice();
    FragmentCache c = plain(FragmentCache.builder().store(DeviceBlockStore.create(device, BLOCK)));
    c.create("a");
    c.write("a", 0, bytes(1, HALF));
    Actor<Status> fsync = schedule.start(Step.CleanWrite, () -> c.fsync("a"));
    assertThat(c.write("a", HALF, bytes(2, HALF))).isEqualTo(Status.OK);
    assertThat(fsync.end()).isEqualTo(Status.OK);
    assertThat(c.fsync("a")).isEqualTo(Status.OK);
    FragmentCache opened =
        FragmentCache.builder().store(DeviceBlockStore.open(device)).maxFileBlocks(8).build();
    assertThat(read(opened, "a", HALF, HALF)).isEqualTo(filled(2, HALF));
  }
}
