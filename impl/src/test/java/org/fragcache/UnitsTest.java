package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes within a block: two units to a block (D11). */
final class UnitsTest {
  private Rig rig = rig(false);

  private static Rig rig(boolean memoryBacked) {
    FragmentCacheBuilder builder = FragmentCache.builder().blockSize(Rig.BLOCK);
    return new Rig(memoryBacked ? builder.memoryBacked() : builder, 3, 2, "a", "b");
  }

  @AfterEach
  void checkInvariants() {
    rig.cache.checkInvariants();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void write_growingSharedEofBlock_copiesIt(boolean memoryBacked) {
    rig = rig(memoryBacked);
    rig.create("a", 1).create("b").clone("a", "b");
    rig.assertContent("b", 1);
    assertThat(rig.cache.stats().cachedFolios()).isEqualTo(1);
    rig.write("b", 1, 2);
    rig.assertContent("a", 1);
    rig.assertContent("b", 1, 2);
    rig.truncate("a", 2);
    rig.assertContent("a", 1, 0);
    assertThat(rig.variable("folio")).contains("[data|-><<1,0>>").contains("[data|-><<1,2>>");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void truncate_withinSharedBlock_copiesIt(boolean memoryBacked) {
    rig = rig(memoryBacked);
    rig.create("a", 1, 2).create("b").clone("a", "b");
    rig.truncate("b", 1);
    rig.truncate("b", 2);
    rig.assertContent("b", 1, 0);
    rig.assertContent("a", 1, 2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void storeBeyondEof_isNeverSeenInTheFile(boolean memoryBacked) {
    rig = rig(memoryBacked);
    rig.create("a", 1).create("b").map("p", "a", MapKind.SHARED).store("p", 1, 9);
    assertThat(rig.load("p", 1)).isEqualTo(9);
    rig.clone("a", "b");
    assertThat(rig.load("p", 1)).isZero();
    rig.truncate("b", 2);
    rig.assertContent("b", 1, 0);
    rig.store("p", 1, 8);
    rig.write("a", 2, 3);
    rig.assertContent("a", 1, 0, 3);
  }

  @Test
  void clone_ofEofBlockIntoTheMiddle_isEinval() {
    rig.create("a", 1, 2, 3).create("b", 4, 5, 6, 7);
    assertThat(rig.tryClone("a", 0, 0, "b", 0)).isEqualTo(Status.EINVAL);
    assertThat(rig.tryClone("a", 0, 3, "b", 0)).isEqualTo(Status.EINVAL);
    assertThat(rig.tryClone("a", 0, 1, "b", 0)).isEqualTo(Status.EINVAL); // not to its EOF
    assertThat(rig.tryClone("a", 1, 2, "b", 0)).isEqualTo(Status.EINVAL);
    assertThat(rig.tryClone("a", 0, 2, "b", 1)).isEqualTo(Status.EINVAL);
    rig.truncate("b", 3);
    rig.clone("a", "b");
    rig.assertContent("b", 1, 2, 3);
    rig.clone("a", 2, 1, "b", 4);
    rig.assertContent("b", 1, 2, 3, 0, 3);
  }

  @Test
  void clone_withinAFileFromItsEofBlock_sharesAZeroTail() {
    rig.create("a", 1, 2, 3).map("p", "a", MapKind.SHARED).store("p", 3, 9);
    rig.clone("a", 2, 1, "a", 4);
    rig.assertContent("a", 1, 2, 3, 0, 3);
    assertThat(rig.variable("slot"))
        .contains("1:>[fragment|->1,kind|->\"ref\",offset|->0]@@2:>[fragment|->1,kind|->\"ref\"");
  }

  @Test
  void punch_ofPartsOfBlocks_zerosThem() {
    rig.create("a", 1, 2, 3, 4, 5, 6).create("b").clone("a", "b");
    rig.punch("a", 1, 4);
    rig.assertContent("a", 1, 0, 0, 0, 0, 6);
    assertThat(rig.variable("bmap"))
        .startsWith("(a:>(0:>[extent")
        .contains("@@1:>[kind|->\"hole\"");
    rig.punch("b", 2, 1);
    rig.punch("b", 5, 1);
    rig.assertContent("b", 1, 2, 0, 4, 5, 0);
    rig.truncate("b", 1);
    rig.punch("b", 0, 2);
    rig.assertContent("b", 0);
    assertThat(rig.variable("slot"))
        .endsWith(
            "b:>" + "(0:>[kind|->\"empty\"]" + "@@1:>[kind|->\"empty\"]@@2:>[kind|->\"empty\"]))");
    rig.punch("b", 1, 1);
    assertThat(rig.cache.punch("b", rig.pos(5), rig.pos(2))).isEqualTo(Status.EFBIG);
  }

  @Test
  void dedupe_ofPartialBlock_isSharedOnlyAtBothEnds() {
    rig.create("a", 1, 2, 3).create("b", 1, 2, 3);
    assertThat(rig.dedupe("a", 0, 1, "b", 0)).isEqualTo(Status.SAME); // nothing to share
    assertThat(rig.cache.stats().fragments()).isZero();
    assertThat(rig.dedupe("a", 0, 3, "b", 0)).isEqualTo(Status.SAME);
    assertThat(rig.cache.stats().cachedFolios()).isEqualTo(2);
    rig.write("b", 3, 4);
    assertThat(rig.dedupe("a", 2, 1, "b", 2)).isEqualTo(Status.SAME); // nothing to share
    assertThat(rig.cache.stats().cachedFolios()).isEqualTo(3);
    assertThat(rig.dedupe("a", 2, 2, "b", 2)).isEqualTo(Status.EINVAL);
  }
}
