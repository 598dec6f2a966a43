package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeviceBlockStoreTest {
  private static final int BLOCK = 16;

  private final FaultyBlockDevice device = new FaultyBlockDevice(16);
  private final DeviceBlockStore store;

  DeviceBlockStoreTest() throws IOException {
    store = DeviceBlockStore.create(device, BLOCK, rules());
  }

  /** A log is as long as the metadata. */
  private static DeviceBlockStore.Rules rules() {
    return new DeviceBlockStore.Rules(new SpaceMap(), new LogRules(), 0);
  }

  private static byte[] metadata(int length) {
    byte[] metadata = new byte[length];
    for (int i = 0; i < length; i++) {
      metadata[i] = (byte) (i + 1);
    }
    return metadata;
  }

  private long allocateWritten() throws IOException {
    long block = store.allocate();
    store.write(block, ByteBuffer.allocate(BLOCK));
    return block;
  }

  @Test
  void allocate_afterFree_waitsForTheCommit() throws IOException {
    assertThat(allocateWritten()).isEqualTo(0);
    store.free(0);
    assertThat(allocateWritten()).as("no commit has seen it").isEqualTo(0);
    store.commit(metadata(20));
    store.free(0);
    assertThat(store.allocated()).isZero();
    assertThat(store.allocate())
        .as("after block 0, 1 and 2 of metadata, 3 and 4 of their log")
        .isEqualTo(5);
    store.commit(new byte[0]);
    assertThat(store.allocate()).isEqualTo(0);
    assertThat(store.allocate()).as("the metadata before are gone").isEqualTo(1);
    assertThat(store.allocated()).isEqualTo(3);
  }

  @Test
  void commit_manyTimes_takesNoMoreSpace() throws IOException {
    for (int i = 0; i < 100; i++) {
      long block = allocateWritten();
      store.commit(metadata(3 * BLOCK));
      store.free(block);
    }
    assertThat(device.size()).isLessThanOrEqualTo(Superblock.DATA + 14 * BLOCK);
  }

  @Test
  void metadata_ofCaller_isCopied() throws IOException {
    byte[] mine = metadata(5);
    store.commit(mine);
    mine[0] = 99;
    store.metadata()[1] = 99;
    assertThat(store.metadata()).isEqualTo(metadata(5));
    assertThat(DeviceBlockStore.open(device).metadata()).isEqualTo(metadata(5));
  }

  @Test
  void commit_thatFailsInAnyOperation_leavesTheOldAndCanBeRepeated() throws IOException {
    allocateWritten();
    store.commit(metadata(5));
    for (int i = 0; i < 4; i++) {
      byte[] next = metadata(20 + i);
      byte[] before = store.metadata();
      device.failAt(device.operations() + i, 10);
      assertThatThrownBy(() -> store.commit(next))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("planted failure");
      assertThat(store.metadata()).isEqualTo(before);
      store.read(0, ByteBuffer.allocate(BLOCK));
      store.commit(next);
      assertThat(store.metadata()).isEqualTo(next);
    }
    assertThat(device.crashes().count()).isEqualTo(1);
    assertThat(DeviceBlockStore.open(device.image()).metadata()).isEqualTo(metadata(23));
  }

  @Test
  void append_thenOpen_givesTheRecordsInOrder() throws IOException {
    store.commit(metadata(20 * BLOCK));
    assertThat(store.append(metadata(5))).isTrue();
    assertThat(store.append(new byte[0])).isTrue();
    assertThat(store.append(metadata(40))).isTrue();
    assertThat(device.crashes().count()).as("all is durable").isEqualTo(1);
    for (BlockStore found : List.of(store, DeviceBlockStore.open(device.image(), rules()))) {
      assertThat(found.metadata()).isEqualTo(metadata(20 * BLOCK));
      assertThat(found.log()).containsExactly(metadata(5), new byte[0], metadata(40));
      assertThat(found.append(metadata(6))).isTrue();
      assertThat(found.log()).hasSize(4);
    }
    store.commit(metadata(1));
    assertThat(store.log()).isEmpty();
    assertThat(DeviceBlockStore.open(device.image(), rules()).log()).isEmpty();
  }

  @Test
  void append_withoutRoom_doesNothing() throws IOException {
    assertThat(store.append(new byte[0])).as("no base").isFalse();
    store.commit(metadata(4 * BLOCK));
    long before = device.operations();
    assertThat(store.append(metadata(4 * BLOCK))).isFalse();
    assertThat(store.append(metadata(2 * BLOCK + 1))).isFalse();
    assertThat(device.operations()).isEqualTo(before);
    assertThat(store.append(metadata(2 * BLOCK))).isTrue();
    assertThat(store.append(new byte[0])).isFalse();
    assertThat(DeviceBlockStore.open(device.image(), rules()).log()).hasSize(1);
  }

  @Test
  void append_thatFailsInAnyOperation_isRefusedUntilACommit() throws IOException {
    for (int i = 0; i < 3; i++) {
      store.commit(metadata(20 * BLOCK + i));
      assertThat(store.append(metadata(5))).isTrue();
      device.failAt(device.operations() + i, 10);
      assertThatThrownBy(() -> store.append(metadata(6)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("planted failure");
      assertThat(store.append(metadata(6))).isFalse();
      assertThat(store.log()).containsExactly(metadata(5));
      device.failAt(device.operations());
      assertThatThrownBy(() -> store.commit(metadata(7))).isInstanceOf(IOException.class);
      assertThat(store.append(metadata(6))).isFalse();
    }
    store.commit(metadata(8));
    assertThat(DeviceBlockStore.open(device.image()).log()).isEmpty();
  }

  /** A device that lost the second record, and has something in its place. */
  @Test
  void open_ofARecordThatIsNotTheNext_endsTheLog() throws IOException {
    store.commit(metadata(20 * BLOCK));
    store.append(metadata(5));
    long end = Superblock.DATA + 23 * BLOCK; // after the metadata and a record of three blocks
    long tag = Superblock.newest(device).logTag();
    for (long number : new long[] {1, 2}) {
      MemoryBlockDevice image = device.image();
      image.write(end, LogRecord.encode(tag, number, 0, metadata(6)));
      assertThat(DeviceBlockStore.open(image, rules()).log()).hasSize((int) number);
      MemoryBlockDevice again = device.image();
      again.write(end, LogRecord.encode(tag, number, 0, metadata(6)));
      assertThat(DeviceBlockStore.open(again, ruleless()).log()).as("without rule").hasSize(2);
    }
    MemoryBlockDevice later = device.image();
    later.write(end, LogRecord.encode(tag, 3, 0, metadata(6)));
    assertOpenFails(
        later.toByteArray(), "memory device: damaged log: no record 2 at byte 8560, but record 3");
  }

  /** What is torn by a crash is the last record. */
  @Test
  void open_ofADamagedRecordAmongOthers_saysWhere() throws IOException {
    store.commit(metadata(20 * BLOCK));
    for (int i = 0; i < 3; i++) {
      store.append(metadata(5));
    }
    byte[] image = device.image().toByteArray();
    image[Superblock.DATA + 23 * BLOCK + LogRecord.HEADER]++;
    assertOpenFails(image, "memory device: damaged log: no record 2 at byte 8560, but record 3");
  }

  private static DeviceBlockStore.Rules ruleless() {
    LogRules anyNumber =
        new LogRules() {
          @Override
          boolean isNext(long number, long expected) {
            return true;
          }
        };
    return new DeviceBlockStore.Rules(new SpaceMap(), anyNumber, 0);
  }

  @Test
  void open_ofATornRecord_endsTheLog() throws IOException {
    store.commit(metadata(20 * BLOCK));
    store.append(metadata(5));
    byte[] image = device.image().toByteArray();
    int start = Superblock.DATA + 20 * BLOCK;
    for (int i = start; i < start + LogRecord.HEADER + 5; i++) {
      byte[] torn = image.clone();
      torn[i] ^= 4;
      assertThat(DeviceBlockStore.open(new MemoryBlockDevice(torn), rules()).log()).isEmpty();
    }
    for (int length = image.length; length > start; length--) {
      byte[] cut = Arrays.copyOf(image, length);
      assertThat(DeviceBlockStore.open(new MemoryBlockDevice(cut), rules()).log())
          .hasSize(length == image.length ? 1 : 0);
    }
  }

  @Test
  void write_thatFails_leavesOtherBlocks() throws IOException {
    allocateWritten();
    device.failAt(device.operations(), 7);
    assertThatThrownBy(this::allocateWritten).isInstanceOf(IOException.class);
    assertThat(store.allocated()).isEqualTo(2);
    store.write(1, ByteBuffer.allocate(BLOCK));
  }

  @Test
  void use_ofFreeBlock_isRefused() throws IOException {
    allocateWritten();
    store.commit(new byte[0]);
    store.free(0);
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    assertThatThrownBy(() -> store.free(0)).hasMessage("store block 0: free of a free one");
    assertThatThrownBy(() -> store.read(0, block)).hasMessage("store block 0: read of a free one");
    assertThatThrownBy(() -> store.write(0, block))
        .hasMessage("store block 0: write of a free one");
    assertThatThrownBy(() -> store.read(-1, block)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.read(1L << 40, block)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void claim_ofNoFreeBlock_isRefused() throws IOException {
    allocateWritten();
    store.commit(metadata(BLOCK));
    DeviceBlockStore found = DeviceBlockStore.open(device.image());
    found.claim(0);
    assertThatThrownBy(() -> found.claim(0))
        .hasMessage("store block 0: claim, expected a free one");
    assertThatThrownBy(() -> found.claim(1))
        .hasMessage("store block 1: claim, expected a free one");
    assertThatThrownBy(() -> found.claim(2))
        .hasMessage("store block 2: claim, expected one from 0 to 1");
    assertThatThrownBy(() -> found.claim(-1)).isInstanceOf(IllegalStateException.class);
    assertThat(found.allocated()).isEqualTo(1);
  }

  @Test
  void create_onContent_isRefused() {
    assertThatThrownBy(() -> DeviceBlockStore.create(device, BLOCK))
        .isInstanceOf(IOException.class)
        .hasMessage("faulty device: 60 bytes, expected an empty device");
  }

  @Test
  void open_ofWhatIsNoStore_saysWhatWhereExpected() {
    assertOpenFails(
        new byte[0],
        "memory device: not a block store: "
            + "byte 0: ends after 0 bytes, expected a superblock of 60; "
            + "byte 4096: ends after 0 bytes, expected a superblock of 60");
    assertOpenFails(
        new byte[5000],
        "memory device: not a block store: "
            + "byte 0: starts with 0000000000000000, expected 4652414753544f52; "
            + "byte 4096: starts with 0000000000000000, expected 4652414753544f52");
  }

  @Test
  void open_ofDamagedStore_saysWhatWhereExpected() throws IOException {
    store.commit(metadata(20));
    store.commit(metadata(20));
    byte[] image = device.image().toByteArray();
    byte[] superblocks = image.clone();
    superblocks[20]++;
    superblocks[4096 + 11]++;
    assertOpenFails(
        superblocks,
        "memory device: damaged, no superblock is valid: byte 0: CRC32C [0-9a-f]{8}, "
            + "expected [0-9a-f]{8}; byte 4096: version 3, expected 2");
    byte[] rotten = image.clone();
    rotten[Superblock.DATA + 4 * BLOCK + 3]++;
    assertOpenFails(
        rotten,
        "memory device: damaged metadata: 20 bytes at byte 8256 have CRC32C [0-9a-f]{8}, "
            + "expected [0-9a-f]{8}");
    assertOpenFails(
        Arrays.copyOf(image, image.length - 1),
        "memory device: truncated to 8275 bytes, expected at least 8276");
  }

  @Test
  void open_ofForgedSuperblock_saysWhatExpected() throws IOException {
    MemoryBlockDevice forged = new MemoryBlockDevice();
    new Superblock(BLOCK, 0, 9000, 100, 20, 0, 0, 0).write(forged);
    assertOpenFails(
        forged.toByteArray(),
        ".*byte 0: Superblock\\[blockSize=16, .*\\], expected the metadata in the device;.*");
  }

  private static void assertOpenFails(byte[] content, String regex) {
    assertThatThrownBy(() -> DeviceBlockStore.open(new MemoryBlockDevice(content)))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(regex);
  }
}
