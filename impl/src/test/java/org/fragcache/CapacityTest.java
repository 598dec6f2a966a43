package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that is full (D17). */
final class CapacityTest {
  private Rig rig = rig(2, false);

  private static Rig rig(long capacity, boolean memoryBacked) {
    FragmentCacheBuilder builder = FragmentCache.builder().blockSize(Rig.BLOCK).capacity(capacity);
    return new Rig(memoryBacked ? builder.memoryBacked() : builder, 4, "a", "b");
  }

  @AfterEach
  void checkInvariants() {
    rig.cache.checkInvariants();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void store_toSharedBlockOfFullStore_isEnospcSigbusEfault(boolean memoryBacked) {
    rig = rig(2, memoryBacked);
    rig.create("a", 1, 2).create("b").clone("a", "b");
    rig.map("p", "b", MapKind.SHARED).map("q", "b", MapKind.PRIVATE);
    byte[] before = rig.cache.encodeState(rig.scope);
    assertThat(rig.tryWrite("b", 0, 5)).isEqualTo(Status.ENOSPC);
    assertThat(rig.tryWrite("b", 3, 5)).isEqualTo(Status.ENOSPC);
    assertThat(rig.tryStore("p", 0, 5)).isEqualTo(Status.SIGBUS);
    assertThat(rig.tryPin("h", "b", 0, PinKind.WRITE)).isEqualTo(Status.EFAULT);
    assertThat(rig.cache.encodeState(rig.scope)).isEqualTo(before);
    rig.store("q", 0, 5); // its own copy takes no room
    rig.punch("a", 1, 1);
    rig.punch("b", 1, 1);
    assertThat(rig.tryWrite("b", 0, 5)).isEqualTo(Status.OK);
    assertThat(rig.cache.stats().usedBlocks()).isEqualTo(2);
    rig.assertContent("a", 1, 0);
  }

  @Test
  void pin_toWriteOfFullStore_leavesTheInodeOutOfMemory() {
    rig.create("a", 1, 2).create("b");
    assertThat(rig.cache.truncate("b", Rig.BLOCK)).isEqualTo(Status.OK);
    assertThat(rig.environment().evict("b")).isTrue();
    byte[] before = rig.cache.encodeState(rig.scope);
    assertThat(rig.tryPin("h", "b", 0, PinKind.WRITE)).isEqualTo(Status.EFAULT);
    assertThat(rig.cache.encodeState(rig.scope)).isEqualTo(before);
    rig.punch("a", 1, 1);
    assertThat(rig.tryPin("h", "b", 0, PinKind.WRITE)).isEqualTo(Status.OK);
  }

  @Test
  void reservation_ofDirtyBlock_isKeptThroughWriteback() {
    rig.create("a", 1).create("b").clone("a", "b").write("b", 0, 2);
    assertThat(rig.cache.stats().usedBlocks()).isEqualTo(2);
    assertThat(rig.tryWrite("a", 1, 3)).isEqualTo(Status.ENOSPC);
    assertThat(rig.environment().writeback("b", 0)).isTrue();
    assertThat(rig.cache.stats().usedBlocks()).isEqualTo(2);
    rig.write("b", 0, 4);
    rig.cache.unlink("b");
    rig.write("a", 1, 3);
  }

  @Test
  void cloneAndDedupe_ofFullStore_succeed() {
    rig.create("a", 1, 1).create("b").clone("a", "b");
    assertThat(rig.dedupe("a", 0, 1, "a", 1)).isEqualTo(Status.SAME);
    assertThat(rig.cache.stats().usedBlocks()).isEqualTo(2);
    assertThat(rig.dedupe("a", 0, 2, "b", 0)).isEqualTo(Status.SAME);
    assertThat(rig.cache.stats().usedBlocks()).isEqualTo(1);
  }

  @Test
  void clone_ofBlockUnderWritePin_needsRoomForTheCopy() {
    rig.create("a", 1, 2).create("b").pin("h", "a", 0, PinKind.WRITE);
    assertThat(rig.tryClone("a", 0, 1, "b", 0)).isEqualTo(Status.ENOSPC);
    assertThat(rig.tryClone("a", 1, 1, "b", 0)).isEqualTo(Status.OK);
  }

  @Test
  void truncateAndPunch_thatMustCopy_areEnospc() {
    Rig two = new Rig(FragmentCache.builder().blockSize(Rig.BLOCK).capacity(1), 4, 2, "a", "b");
    two.create("a", 1, 2).create("b").clone("a", "b");
    assertThat(two.truncate("a", 1)).isEqualTo(Status.ENOSPC);
    assertThat(two.punch("a", 1, 1)).isEqualTo(Status.ENOSPC);
    two.assertContent("a", 1, 2);
    assertThat(two.punch("a", 0, 2)).isEqualTo(Status.OK);
    assertThat(two.truncate("b", 1)).isEqualTo(Status.ENOSPC); // still an extent's block
    two.cache.checkInvariants();
  }

  @Test
  void builder_badCapacity_isRefused() {
    assertThatThrownBy(() -> FragmentCache.builder().capacity(0))
        .hasMessage("capacity: 0, expected at least 1");
  }
}
