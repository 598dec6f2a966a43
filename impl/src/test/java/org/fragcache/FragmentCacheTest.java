package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FragmentCacheTest {
  private static final int BLOCKS = 4;
  private final Rig rig = new Rig(BLOCKS, "a", "b", "c");
  private final FragmentCache cache = rig.cache;

  @AfterEach
  void checkInvariants() {
    cache.checkInvariants();
  }

  /** Slabs are not all of one size, nor of a power of two. */
  @Test
  void read_blocksOfAnySize_areThoseOfTheirFolios() {
    int size = 12_288;
    int blocks = 300;
    try (FragmentCache c = FragmentCache.builder().blockSize(size).build()) {
      c.create("a");
      for (int b = 0; b < blocks; b++) {
        ByteBuffer src = ByteBuffer.allocate(size).putInt(0, b);
        assertThat(c.write("a", (long) b * size, src)).isEqualTo(Status.OK);
      }
      for (int b = 0; b < blocks; b++) {
        ByteBuffer dst = ByteBuffer.allocate(size);
        assertThat(c.read("a", (long) b * size, dst)).isEqualTo(Status.OK);
        assertThat(dst.getInt(0)).isEqualTo(b);
      }
    }
  }

  @Test
  void anyCall_absentFile_isEnoent() {
    assertThat(cache.read("a", 0, rig.unit(0))).isEqualTo(Status.ENOENT);
    assertThat(cache.write("a", 0, rig.unit(1))).isEqualTo(Status.ENOENT);
    assertThat(cache.truncate("a", 0)).isEqualTo(Status.ENOENT);
    assertThat(cache.punch("a", 0, 0)).isEqualTo(Status.ENOENT);
    assertThat(cache.fsync("a")).isEqualTo(Status.ENOENT);
    assertThat(cache.unlink("a")).isEqualTo(Status.ENOENT);
    rig.create("b");
    assertThat(rig.tryClone("a", 0, 0, "b", 0)).isEqualTo(Status.ENOENT);
    assertThat(cache.clone("b", 0, 0, "a", 0)).isEqualTo(Status.ENOENT);
    assertThat(cache.size("a")).isEqualTo(-1);
  }

  @Test
  void create_existingFile_isEexist() {
    rig.create("a", 1);
    assertThat(cache.create("a")).isEqualTo(Status.EEXIST);
    rig.assertContent("a", 1);
  }

  @Test
  void call_pastLargestSize_isEfbig() {
    rig.create("a", 1).create("b");
    assertThat(rig.tryWrite("a", BLOCKS, 1)).isEqualTo(Status.EFBIG);
    assertThat(rig.truncate("a", BLOCKS + 1)).isEqualTo(Status.EFBIG);
    assertThat(rig.punch("a", 1, BLOCKS)).isEqualTo(Status.EFBIG);
    assertThat(cache.punch("a", Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(Status.EFBIG);
    assertThat(rig.tryClone("a", 0, 1, "b", BLOCKS)).isEqualTo(Status.EFBIG);
    rig.assertContent("a", 1);
  }

  @Test
  void call_negativeNumber_isEinval() {
    rig.create("a", 1).create("b");
    assertThat(cache.read("a", -1, rig.unit(0))).isEqualTo(Status.EINVAL);
    assertThat(cache.write("a", -1, rig.unit(1))).isEqualTo(Status.EINVAL);
    assertThat(cache.truncate("a", -1)).isEqualTo(Status.EINVAL);
    assertThat(cache.punch("a", -1, 1)).isEqualTo(Status.EINVAL);
    assertThat(cache.clone("a", 0, -1, "b", 0)).isEqualTo(Status.EINVAL);
    assertThat(cache.clone("a", 0, 1, "b", -1)).isEqualTo(Status.EINVAL);
    assertThat(cache.environment().writeback("a", -1)).isFalse();
    assertThat(cache.environment().reclaimOwn("a", -1)).isFalse();
    assertThat(cache.environment().reclaimFragment(-1, -1)).isFalse();
  }

  @Test
  void clone_illegalRanges_isRejectedInTheKernelsOrder() {
    rig.create("a", 1, 2, 3).create("b");
    assertThat(rig.tryClone("a", 3, 1, "b", 0)).isEqualTo(Status.EINVAL); // starts at EOF
    assertThat(rig.tryClone("a", 3, 0, "b", 9)).isEqualTo(Status.OK); // nothing to EOF
    assertThat(rig.tryClone("a", 2, 2, "b", 0)).isEqualTo(Status.EINVAL); // beyond EOF
    assertThat(rig.tryClone("a", 0, 2, "b", 3)).isEqualTo(Status.EINVAL); // shortened
    assertThat(rig.tryClone("a", 0, 2, "a", 1)).isEqualTo(Status.EINVAL); // overlaps
    assertThat(rig.tryClone("a", 0, 1, "a", 1)).isEqualTo(Status.OK);
    rig.assertContent("a", 1, 1, 3);
    rig.assertContent("b");
  }

  @Test
  void punch_lengthZero_isEinval() {
    rig.create("a", 1);
    assertThat(cache.punch("a", 0, 0)).isEqualTo(Status.EINVAL);
  }

  @Test
  void read_holesAndEof_takesNoFolio() {
    rig.create("a");
    assertThat(rig.truncate("a", 3)).isEqualTo(Status.OK);
    rig.assertContent("a", 0, 0, 0);
    assertThat(cache.stats().cachedFolios()).isZero();
  }

  @Test
  void write_beyondEnd_leavesAHole() {
    rig.create("a").write("a", 2, 7);
    rig.assertContent("a", 0, 0, 7);
    assertThat(cache.stats().cachedFolios()).isEqualTo(1);
  }

  @Test
  void punchAndTruncate_ofContent_readAsZeros() {
    rig.create("a", 1, 2, 3);
    assertThat(rig.punch("a", 1, 1)).isEqualTo(Status.OK);
    rig.assertContent("a", 1, 0, 3);
    assertThat(rig.truncate("a", 1)).isEqualTo(Status.OK);
    assertThat(rig.truncate("a", 3)).isEqualTo(Status.OK);
    rig.assertContent("a", 1, 0, 0);
  }

  @Test
  void environment_guardDoesNotHold_isFalseAndChangesNothing() {
    rig.create("a", 1);
    byte[] before = cache.encodeState(rig.scope);
    assertThat(cache.environment().reclaimOwn("a", 0)).isFalse();
    assertThat(cache.environment().evict("a")).isFalse();
    assertThat(cache.environment().writeback("a", 1)).isFalse();
    assertThat(cache.environment().writeback("b", 0)).isFalse();
    assertThat(cache.environment().evict("b")).isFalse();
    assertThat(cache.environment().reclaimFragment(1, 0)).isFalse();
    assertThat(cache.encodeState(rig.scope)).isEqualTo(before);
  }

  @Test
  void evict_afterWriteback_keepsTheContent() {
    rig.create("a", 1, 2);
    assertThat(cache.environment().writeback("a", 0)).isTrue();
    assertThat(cache.environment().writeback("a", 0)).isFalse();
    assertThat(cache.fsync("a")).isEqualTo(Status.OK);
    assertThat(cache.environment().evict("a")).isTrue();
    assertThat(cache.environment().evict("a")).isFalse();
    assertThat(cache.stats().cachedFolios()).isZero();
    assertThat(rig.variable("inode")).contains("a:>\"evicted\"");
    rig.assertContent("a", 1, 2);
  }

  @Test
  void unlink_ofAll_returnsToTheFirstState() {
    byte[] first = cache.encodeState(rig.scope);
    rig.create("a", 1, 2, 3).create("b").create("c").clone("a", "b").clone("b", 1, 2, "c", 0);
    rig.write("b", 1, 9);
    assertThat(cache.environment().evict("c")).isTrue();
    for (String name : new String[] {"a", "b", "c"}) {
      assertThat(cache.unlink(name)).isEqualTo(Status.OK);
    }
    assertThat(cache.encodeState(rig.scope)).isEqualTo(first);
  }

  @Test
  void read_fromWithinABlock_endsWithIt() {
    rig.create("a", 1, 2);
    ByteBuffer dst = ByteBuffer.allocate(200);
    assertThat(cache.read("a", 60, dst)).isEqualTo(Status.OK);
    assertThat(dst.position()).isEqualTo(4);
    assertThat(cache.read("a", 64, dst)).isEqualTo(Status.OK);
    assertThat(dst.position()).isEqualTo(68);
    assertThat(cache.read("a", 0, ByteBuffer.allocate(0))).isEqualTo(Status.OK);
  }

  @Test
  void write_acrossABlock_isRefused() {
    rig.create("a");
    assertThatThrownBy(() -> cache.write("a", 60, ByteBuffer.allocate(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("src: 5 bytes at 60, expected all within a block of 64");
  }

  @Test
  void close_writesBackAndEndsUse() {
    MemoryBlockStore store = new MemoryBlockStore(Rig.BLOCK);
    Rig other = new Rig(FragmentCache.builder().store(store), BLOCKS, "a");
    other.create("a", 1);
    other.cache.close();
    other.cache.close();
    assertThat(store.allocated()).isEqualTo(1);
    assertThatThrownBy(() -> other.cache.size("a")).hasMessage("cache: use after close");
  }

  @Test
  void builder_badValues_areRefused() {
    FragmentCacheBuilder builder = FragmentCache.builder();
    assertThatThrownBy(() -> builder.blockSize(12))
        .hasMessage("blockSize: 12, expected a multiple of 8 from 8 to 1048576");
    assertThatThrownBy(() -> builder.maxFileBlocks(0))
        .hasMessage("maxFileBlocks: 0, expected at least 1");
    assertThatThrownBy(() -> FragmentCache.builder().blockSize(64).memoryLimit(127).build())
        .hasMessage("memoryLimit: 127 bytes, expected at least two blocks of 64");
    MemoryBlockStore store = new MemoryBlockStore(128);
    assertThatThrownBy(() -> FragmentCache.builder().blockSize(64).store(store).build())
        .hasMessage("blockSize: 64, expected the store's 128");
    store.allocate();
    assertThatThrownBy(() -> FragmentCache.builder().store(store).build())
        .hasMessage("store: 1 blocks allocated, expected none");
  }
}
