package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class DeviceBlockStoreTest {
  private static final int BLOCK = 16;

  private final FaultyBlockDevice device = new FaultyBlockDevice(16);
  private final DeviceBlockStore store;

  DeviceBlockStoreTest() throws IOException {
    store = DeviceBlockStore.create(device, BLOCK);
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
    assertThat(store.allocate()).as("after block 0, and 1 and 2 of metadata").isEqualTo(3);
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
    assertThat(device.size()).isLessThanOrEqualTo(Superblock.DATA + 8 * BLOCK);
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
        .hasMessage("faulty device: 48 bytes, expected an empty device");
  }

  @Test
  void open_ofWhatIsNoStore_saysWhatWhereExpected() {
    assertOpenFails(
        new byte[0],
        "memory device: not a block store: "
            + "byte 0: ends after 0 bytes, expected a superblock of 48; "
            + "byte 4096: ends after 0 bytes, expected a superblock of 48");
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
            + "expected [0-9a-f]{8}; byte 4096: version 2, expected 1");
    byte[] rotten = image.clone();
    rotten[Superblock.DATA + 2 * BLOCK + 3]++;
    assertOpenFails(
        rotten,
        "memory device: damaged metadata: 20 bytes at byte 8224 have CRC32C [0-9a-f]{8}, "
            + "expected [0-9a-f]{8}");
    assertOpenFails(
        Arrays.copyOf(image, image.length - 1),
        "memory device: truncated to 8243 bytes, expected at least 8244");
  }

  @Test
  void open_ofForgedSuperblock_saysWhatExpected() throws IOException {
    MemoryBlockDevice forged = new MemoryBlockDevice();
    new Superblock(BLOCK, 0, 9000, 100, 20, 0).write(forged);
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
