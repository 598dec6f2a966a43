package org.fragcache.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.fragcache.CacheStats;
import org.fragcache.FileCache;
import org.fragcache.FragmentCache;
import org.fragcache.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random calls have the same outcome on a baseline as on FragmentCache, and show the same bytes.
 */
final class BaselineDifferenceTest {
  private static final int STEPS = 6_000;

  private Random random = new Random(0);
  private int block;
  private int maxBlocks;
  private int files;

  /** Trees of one to three levels; memory for two blocks, a few, or all. */
  @ParameterizedTest
  @CsvSource({
    "NO_SHARING, 16, 5, 2, 1000000",
    "PER_PAGE_COUNT, 16, 5, 2, 1000000",
    "NO_SHARING, 24, 5, 3, 2",
    "PER_PAGE_COUNT, 24, 5, 3, 2",
    "NO_SHARING, 16, 200, 4, 1000000",
    "PER_PAGE_COUNT, 16, 200, 4, 1000000",
    "NO_SHARING, 64, 200, 3, 20",
    "PER_PAGE_COUNT, 64, 200, 3, 20",
    "NO_SHARING, 8, 9000, 3, 1000000",
    "PER_PAGE_COUNT, 8, 9000, 3, 1000000",
    "PER_PAGE_COUNT, 8, 9000, 3, 300",
    "MAPPING_REDIRECT, 16, 5, 2, 1000000",
    "MAPPING_REDIRECT, 16, 200, 4, 1000000",
  })
  void randomCalls_haveTheOutcome_ofFragmentCache(
      Baseline which, int blockSize, int blocks, int files, int folios) {
    long seed = Long.getLong("fragcache.seed", System.nanoTime());
    random = new Random(seed);
    block = blockSize;
    maxBlocks = blocks;
    this.files = files;
    try (FragmentCache model =
            FragmentCache.builder().blockSize(block).maxFileBlocks(blocks).build();
        BaselineCache cache =
            which.build(
                FileCaches.builder()
                    .blockSize(block)
                    .maxFileBlocks(blocks)
                    .memoryLimit((long) folios * block))) {
      for (int i = 0; i < STEPS; i++) {
        step(cache, model);
        assertThat(cache.stats().cachedFolios()).isLessThanOrEqualTo(folios);
        if (i % 300 == 0) {
          BaselineInvariants.check(cache);
          assertSameBytes(cache, model);
        }
      }
      assertSameBytes(cache, model);
      for (int f = 0; f < files; f++) {
        cache.unlink("f" + f);
      }
      CacheStats left = cache.stats();
      assertThat(left.cachedFolios()).isZero();
      assertThat(left.dirtyFolios()).isZero();
      assertThat(left.usedBlocks()).isZero();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("rerun with -Dfragcache.seed=" + seed + ": " + e.getMessage(), e);
    }
  }

  private void step(FileCache cache, FileCache model) {
    String f = name();
    String g = name();
    long pos = pos();
    long length = random.nextInt(5) == 0 ? pos() - block : span();
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> {
        byte[] bytes = new byte[random.nextInt(block - Math.floorMod(pos, block) + 1)];
        random.nextBytes(bytes);
        ByteBuffer src = ByteBuffer.wrap(bytes);
        Status status = model.write(f, pos, src.duplicate());
        assertThat(cache.write(f, pos, src)).isEqualTo(status);
        assertThat(src.hasRemaining()).isEqualTo(status != Status.OK && bytes.length > 0);
      }
      case 4, 5, 6 -> assertSameRead(cache, model, f, pos, random.nextInt(block + 1));
      case 7, 8, 9, 10 -> {
        long from = random.nextInt(8) == 0 ? pos : pos - Math.floorMod(pos, block);
        long size = model.size(f);
        long to = pos() / block * block;
        length =
            switch (random.nextInt(4)) {
              case 0 -> 0;
              case 1 -> Math.max(0, size - from); // the EOF block too
              case 2 -> length;
              default -> length / block * block;
            };
        assertThat(cache.clone(f, from, length, g, to))
            .as("clone %s %d %d %s %d", f, from, length, g, to)
            .isEqualTo(model.clone(f, from, length, g, to));
      }
      case 11 -> assertThat(cache.truncate(f, pos)).isEqualTo(model.truncate(f, pos));
      case 12 -> assertThat(cache.punch(f, pos, length)).isEqualTo(model.punch(f, pos, length));
      case 13 -> assertThat(cache.fsync(f)).isEqualTo(model.fsync(f));
      case 14 -> assertThat(cache.create(f)).isEqualTo(model.create(f));
      default -> {
        if (random.nextInt(6) == 0) {
          assertThat(cache.unlink(f)).isEqualTo(model.unlink(f));
        }
      }
    }
    assertThat(cache.size(f)).isEqualTo(model.size(f));
    assertThat(cache.size(g)).isEqualTo(model.size(g));
  }

  private String name() {
    return "f" + random.nextInt(files);
  }

  /** Anywhere, now and then out of range; half the time where few others are. */
  private long pos() {
    if (random.nextInt(50) == 0) {
      return random.nextBoolean() ? -1 - random.nextInt(block) : (long) maxBlocks * block;
    }
    int near = random.nextBoolean() ? maxBlocks : Math.min(maxBlocks, 4);
    long pos = (long) random.nextInt(near) * block;
    return random.nextBoolean() ? pos : pos + random.nextInt(block);
  }

  private long span() {
    int blocks = random.nextBoolean() ? maxBlocks : Math.min(maxBlocks, 4);
    return (long) random.nextInt(blocks) * block + random.nextInt(block);
  }

  private void assertSameRead(FileCache cache, FileCache model, String f, long pos, int n) {
    ByteBuffer actual = ByteBuffer.allocateDirect(n);
    ByteBuffer expected = ByteBuffer.allocate(n);
    assertThat(cache.read(f, pos, actual)).isEqualTo(model.read(f, pos, expected));
    assertThat(actual.flip()).as("bytes of %s at %d", f, pos).isEqualTo(expected.flip());
  }

  private void assertSameBytes(FileCache cache, FileCache model) {
    for (int f = 0; f < files; f++) {
      String name = "f" + f;
      assertThat(cache.size(name)).isEqualTo(model.size(name));
      for (long pos = 0; pos < model.size(name); pos += block) {
        assertSameRead(cache, model, name, pos, block);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void writeAcrossBlocks_andUseAfterClose_throw(Baseline which) {
    BaselineCache cache = which.build(FileCaches.builder().blockSize(16));
    assertThat(cache.create("a")).isEqualTo(Status.OK);
    assertThatThrownBy(() -> cache.write("a", 8, ByteBuffer.allocate(9)))
        .isInstanceOf(IllegalArgumentException.class);
    cache.close();
    cache.close();
    assertThatThrownBy(() -> cache.size("a")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void builder_rejectsTooLittleMemory() {
    assertThatThrownBy(() -> FileCaches.builder().memoryLimit(4096).noSharing())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two blocks");
  }
}
