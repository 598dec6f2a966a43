package org.fragcache.baseline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.fragcache.CacheStats;
import org.fragcache.FileCache;
import org.fragcache.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each baseline is there to show: how often it reads and caches what files share. */
final class BaselineSharingTest {
  private static final int BLOCK = 64;
  private static final int BLOCKS = 300;
  private static final int CLONES = 8;

  private final FileCaches builder = FileCaches.builder().blockSize(BLOCK);

  @ParameterizedTest
  @EnumSource
  void clones_areCached_onceEach_orOnceInAll(Baseline which) {
    try (BaselineCache cache = which.build(builder)) {
      fill(cache, "base", BLOCKS);
      long writes = cache.stats().storeWrites();
      for (int i = 0; i < CLONES; i++) {
        cloneTo(cache, "base", "c" + i);
        readAll(cache, "c" + i);
      }
      CacheStats stats = cache.stats();
      int copies = which == Baseline.NO_SHARING ? CLONES : 0;
      assertThat(stats.storeReads()).isEqualTo((long) copies * BLOCKS);
      assertThat(stats.cachedFolios()).isEqualTo((copies + 1) * BLOCKS);
      assertThat(stats.storeWrites()).isEqualTo(writes);
      assertThat(stats.usedBlocks()).as("store blocks, shared").isEqualTo(BLOCKS);
      BaselineInvariants.check(cache);
    }
  }

  @ParameterizedTest
  @EnumSource
  void clone_raisesACount_ofEachCachedFolio(Baseline which) {
    try (BaselineCache cache = which.build(builder)) {
      fill(cache, "base", BLOCKS);
      cloneTo(cache, "base", "a");
      cloneTo(cache, "a", "b");
      int each = which == Baseline.PER_PAGE_COUNT ? BLOCKS : 0;
      assertThat(cache.pool.raised()).isEqualTo(2L * each);
    }
  }

  @ParameterizedTest
  @EnumSource
  void write_toASharedFolio_copiesIt(Baseline which) {
    try (BaselineCache cache = which.build(builder)) {
      fill(cache, "base", 1);
      cloneTo(cache, "base", "a");
      readAll(cache, "a");
      int before = cache.stats().cachedFolios();
      assertThat(cache.write("a", 3, ByteBuffer.wrap(new byte[] {77}))).isEqualTo(Status.OK);
      int copies = which == Baseline.NO_SHARING ? 0 : 1;
      assertThat(cache.stats().cachedFolios()).isEqualTo(before + copies);
      assertThat(readByte(cache, "base", 3)).isEqualTo((byte) 1);
      assertThat(readByte(cache, "a", 3)).isEqualTo((byte) 77);
      // The base is the folio's only file again: no more copies.
      assertThat(cache.write("base", 3, ByteBuffer.wrap(new byte[] {78}))).isEqualTo(Status.OK);
      assertThat(cache.stats().cachedFolios()).isEqualTo(before + copies);
      BaselineInvariants.check(cache);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MAPPING_REDIRECT")
  void reclaim_freesAFolio_thatManyFilesHave(Baseline which) {
    try (BaselineCache cache = which.build(builder.memoryLimit(32 * BLOCK))) {
      fill(cache, "base", 16);
      for (int i = 0; i < CLONES; i++) {
        cloneTo(cache, "base", "c" + i);
      }
      fill(cache, "other", 64);
      assertThat(cache.stats().reclaimedFolios()).isPositive();
      BaselineInvariants.check(cache);
      for (int i = 0; i < CLONES; i++) {
        for (int b = 0; b < 16; b++) {
          assertThat(readByte(cache, "c" + i, (long) b * BLOCK)).isEqualTo((byte) (b + 1));
        }
      }
      BaselineInvariants.check(cache);
    }
  }

  @Test
  void perPageCount_cloneToAnotherOffset_sharesNoFolio() {
    try (BaselineCache cache = Baseline.PER_PAGE_COUNT.build(builder)) {
      fill(cache, "base", 2);
      assertThat(cache.create("a")).isEqualTo(Status.OK);
      assertThat(cache.clone("base", 0, BLOCK, "a", BLOCK)).isEqualTo(Status.OK);
      assertThat(cache.clone("base", BLOCK, BLOCK, "a", BLOCK)).isEqualTo(Status.OK);
      assertThat(cache.pool.raised()).isEqualTo(1);
      BaselineInvariants.check(cache);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MAPPING_REDIRECT")
  void writeback_ofAnOwnBlock_isInPlace_ofASharedOneIsNot(Baseline which) {
    try (BaselineCache cache = which.build(builder)) {
      fill(cache, "base", 2);
      Inode f = requireNonNull(cache.files.get("base"));
      long block = f.blocks.get(0);
      rewrite(cache, "base");
      assertThat(f.blocks.get(0)).isEqualTo(block);
      cloneTo(cache, "base", "a");
      rewrite(cache, "base");
      assertThat(f.blocks.get(0)).isNotEqualTo(block);
      assertThat(cache.stats().usedBlocks()).isEqualTo(3);
      BaselineInvariants.check(cache);
    }
  }

  private static void rewrite(FileCache cache, String name) {
    assertThat(cache.write(name, 0, ByteBuffer.wrap(new byte[] {77}))).isEqualTo(Status.OK);
    assertThat(cache.fsync(name)).isEqualTo(Status.OK);
  }

  /** A file whose block b is bytes b + 1, on the store and, if there is memory, in the cache. */
  static void fill(FileCache cache, String name, int blocks) {
    assertThat(cache.create(name)).isEqualTo(Status.OK);
    ByteBuffer block = ByteBuffer.allocate(cache.blockSize());
    for (int b = 0; b < blocks; b++) {
      Arrays.fill(block.array(), (byte) (b + 1));
      assertThat(cache.write(name, (long) b * cache.blockSize(), block.clear()))
          .isEqualTo(Status.OK);
    }
    assertThat(cache.fsync(name)).isEqualTo(Status.OK);
  }

  static void cloneTo(FileCache cache, String from, String to) {
    assertThat(cache.create(to)).isEqualTo(Status.OK);
    assertThat(cache.clone(from, 0, 0, to, 0)).isEqualTo(Status.OK);
  }

  private static void readAll(FileCache cache, String name) {
    ByteBuffer block = ByteBuffer.allocate(cache.blockSize());
    for (long pos = 0; pos < cache.size(name); pos += cache.blockSize()) {
      assertThat(cache.read(name, pos, block.clear())).isEqualTo(Status.OK);
      assertThat(block.hasRemaining()).isFalse();
    }
  }

  static byte readByte(FileCache cache, String name, long pos) {
    ByteBuffer one = ByteBuffer.allocate(1);
    assertThat(cache.read(name, pos, one)).isEqualTo(Status.OK);
    return one.get(0);
  }
}
