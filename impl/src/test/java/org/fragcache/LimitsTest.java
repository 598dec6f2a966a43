package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The last block that a file can have, and names that nothing can keep. */
final class LimitsTest {
  private static final int BLOCK = 64;
  private static final long LAST = (Integer.MAX_VALUE - 1L) * BLOCK;

  private final MemoryBlockDevice device = new MemoryBlockDevice();

  private FragmentCache onDevice() throws IOException {
    BlockStore store =
        device.size() == 0 ? DeviceBlockStore.create(device, BLOCK) : DeviceBlockStore.open(device);
    return FragmentCache.builder().store(store).maxFileBlocks(Integer.MAX_VALUE).build();
  }

  private static FragmentCache inMemory() {
    return FragmentCache.builder()
        .memoryBacked()
        .blockSize(BLOCK)
        .maxFileBlocks(Integer.MAX_VALUE)
        .build();
  }

  private static void write(FragmentCache cache, String f, long pos, int value) {
    byte[] bytes = new byte[BLOCK];
    Arrays.fill(bytes, (byte) value);
    assertThat(cache.write(f, pos, ByteBuffer.wrap(bytes))).isEqualTo(Status.OK);
  }

  private static int read(FragmentCache cache, String f, long pos) {
    ByteBuffer dst = ByteBuffer.allocate(BLOCK);
    assertThat(cache.read(f, pos, dst)).isEqualTo(Status.OK);
    assertThat(dst.hasRemaining()).isFalse();
    return dst.get(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cloneAndDedupe_ofTheLastBlock_shareIt(boolean memoryBacked) throws IOException {
    FragmentCache cache = memoryBacked ? inMemory() : onDevice();
    for (String f : new String[] {"a", "b", "c"}) {
      cache.create(f);
    }
    write(cache, "a", LAST, 1);
    assertThat(cache.clone("a", 0, 0, "b", 0)).isEqualTo(Status.OK);
    write(cache, "c", LAST, 1);
    assertThat(cache.dedupe("c", LAST, BLOCK, "b", LAST)).isEqualTo(Status.SAME);
    assertThat(cache.unlink("a")).isEqualTo(Status.OK);
    assertThat(cache.stats().usedBlocks()).isEqualTo(1);
    write(cache, "b", LAST, 2);
    assertThat(read(cache, "b", LAST)).isEqualTo(2);
    assertThat(read(cache, "c", LAST)).isEqualTo(1);
  }

  @Test
  void open_ofAFileWithTheLastBlock_findsIt() throws IOException {
    FragmentCache cache = onDevice();
    cache.create("a");
    cache.create("b");
    write(cache, "a", LAST, 1);
    write(cache, "b", LAST, 2);
    assertThat(cache.clone("a", LAST, BLOCK, "b", 0)).isEqualTo(Status.OK);
    assertThat(cache.fsync("b")).isEqualTo(Status.OK);
    FragmentCache again = onDevice();
    assertThat(read(again, "a", LAST)).isEqualTo(1);
    assertThat(read(again, "b", LAST)).isEqualTo(2);
    assertThat(read(again, "b", 0)).isEqualTo(1);
  }

  @Test
  void create_ofHalfASurrogatePair_isRefused() throws IOException {
    FragmentCache cache = onDevice();
    for (String f : new String[] {"?", "", "\u00e9", "\ud83d\ude00"}) {
      assertThat(cache.create(f)).isEqualTo(Status.OK);
    }
    assertThatThrownBy(() -> cache.create("\ud83d")).hasMessageStartingWith("name: ");
    assertThat(cache.fsync("?")).isEqualTo(Status.OK);
    FragmentCache again = onDevice();
    for (String f : new String[] {"?", "", "\u00e9", "\ud83d\ude00"}) {
      assertThat(again.size(f)).isZero();
    }
  }
}
