package org.fragcache.baseline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fragcache.baseline.BaselineSharingTest.cloneTo;
import static org.fragcache.baseline.BaselineSharingTest.fill;
import static org.fragcache.baseline.BaselineSharingTest.readByte;

import java.nio.ByteBuffer;
import org.fragcache.MemoryBlockStore;
import org.fragcache.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a redirect shares, when it ends, and what happens if memory does. */
final class MappingRedirectTest {
  private static final int BLOCK = 64;

  private final FileCaches builder = FileCaches.builder().blockSize(BLOCK);
  private final BaselineCache cache =
      Baseline.MAPPING_REDIRECT.build(builder.memoryLimit(5 * BLOCK));

  @AfterEach
  void check() {
    BaselineInvariants.check(cache);
  }

  @Test
  void firstWrite_copiesTheFile_secondDoesNot() {
    fill(cache, "base", 2);
    cloneTo(cache, "base", "a");
    assertThat(mapping("a")).isSameAs(mapping("base"));
    assertThat(cache.stats().cachedFolios()).isEqualTo(2);
    assertThat(write("a", 1)).isEqualTo(Status.OK);
    assertThat(cache.stats().cachedFolios()).isEqualTo(4);
    Mapping copy = mapping("a");
    assertThat(write("a", 0)).isEqualTo(Status.OK);
    assertThat(mapping("a")).isSameAs(copy);
    assertThat(readByte(cache, "base", BLOCK)).isEqualTo((byte) 2);
    assertThat(readByte(cache, "a", BLOCK)).isEqualTo((byte) 77);
    assertThat(readByte(cache, "a", BLOCK + 1)).isEqualTo((byte) 2);
  }

  @Test
  void cloneOfARange_isCopied() {
    fill(cache, "base", 2);
    assertThat(cache.create("a")).isEqualTo(Status.OK);
    assertThat(cache.clone("base", BLOCK, BLOCK, "a", BLOCK)).isEqualTo(Status.OK);
    assertThat(cache.stats().cachedFolios()).isEqualTo(3);
    assertThat(readByte(cache, "a", BLOCK)).isEqualTo((byte) 2);
    assertThat(readByte(cache, "a", 0)).isZero();
  }

  @Test
  void cloneThatLeavesSomething_keepsIt() {
    fill(cache, "base", 1);
    fill(cache, "a", 2);
    assertThat(cache.clone("base", 0, 0, "a", 0)).isEqualTo(Status.OK);
    assertThat(mapping("a")).isNotSameAs(mapping("base"));
    assertThat(readByte(cache, "a", 0)).isEqualTo((byte) 1);
    assertThat(readByte(cache, "a", BLOCK)).isEqualTo((byte) 2);
  }

  @Test
  void unlinkOfAll_freesTheFolios() {
    fill(cache, "base", 2);
    cloneTo(cache, "base", "a");
    assertThat(cache.unlink("base")).isEqualTo(Status.OK);
    assertThat(cache.stats().cachedFolios()).isEqualTo(2);
    assertThat(cache.unlink("a")).isEqualTo(Status.OK);
    assertThat(cache.stats().cachedFolios()).isZero();
  }

  @Test
  void call_thatFindsNoMemory_changesNothing() {
    fill(cache, "base", 3);
    cloneTo(cache, "base", "a");
    assertThat(write("a", 0)).as("three more").isEqualTo(Status.ENOSPC);
    assertThat(cache.truncate("a", 3 * BLOCK - 1)).isEqualTo(Status.ENOSPC);
    assertThat(cache.create("b")).isEqualTo(Status.OK);
    assertThat(cache.clone("base", 0, 3 * BLOCK, "b", BLOCK)).isEqualTo(Status.ENOSPC);
    assertThat(cache.size("b")).isZero();
    assertThat(mapping("a")).isSameAs(mapping("base"));
    assertThat(cache.stats().cachedFolios()).isEqualTo(3);
    assertThat(cache.truncate("a", 2 * BLOCK)).as("two fit").isEqualTo(Status.OK);
    assertThat(readByte(cache, "a", BLOCK)).isEqualTo((byte) 2);
  }

  @Test
  void builder_withAStore_isRefused() {
    assertThatThrownBy(() -> builder.store(new MemoryBlockStore(BLOCK)).mappingRedirect())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("store");
  }

  private Mapping mapping(String name) {
    return requireNonNull(cache.files.get(name)).mapping;
  }

  private Status write(String name, int block) {
    return cache.write(name, (long) block * BLOCK, ByteBuffer.wrap(new byte[] {77}));
  }
}
