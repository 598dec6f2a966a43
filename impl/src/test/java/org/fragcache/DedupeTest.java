package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dedupe (D12). */
final class DedupeTest {
  private final Rig rig = new Rig(4, "a", "b", "c", "d");
  private final FragmentCache cache = rig.cache;

  @AfterEach
  void checkInvariants() {
    cache.checkInvariants();
  }

  @Test
  void dedupe_ofTwoFragments_joinsThem() {
    rig.create("a", 1, 2).create("b").clone("a", "b");
    rig.create("c", 1, 2).create("d").clone("c", "d");
    assertThat(cache.stats().fragments()).isEqualTo(2);
    assertThat(rig.dedupe("a", 0, 2, "c", 0)).isEqualTo(Status.SAME);
    assertThat(rig.dedupe("b", 0, 2, "d", 0)).isEqualTo(Status.SAME);
    assertThat(cache.stats().fragments()).isEqualTo(1);
    assertThat(cache.stats().cachedFolios()).isEqualTo(2);
    assertThat(rig.variable("fragment")).startsWith("<<[count|->8,");
    assertThat(rig.variable("extent"))
        .startsWith("<<(0:>[data|-><<1>>,refs|->4]")
        .contains(",<<>>");
    rig.write("d", 0, 9);
    rig.assertContent("a", 1, 2);
    rig.assertContent("c", 1, 2);
  }

  @Test
  void dedupe_ofOtherBytes_changesNothingButWritesBack() {
    rig.create("a", 1, 2).create("b", 1, 3);
    assertThat(rig.dedupe("a", 0, 2, "b", 0)).isEqualTo(Status.DIFFERS);
    assertThat(cache.stats().dirtyFolios()).isZero();
    assertThat(cache.stats().fragments()).isZero();
    rig.assertContent("a", 1, 2);
    rig.assertContent("b", 1, 3);
  }

  @Test
  void dedupe_ofUncachedRanges_fillsNothing() {
    rig.create("a", 1).create("b", 1);
    cache.fsync("a");
    cache.fsync("b");
    assertThat(rig.environment().evict("a")).isTrue();
    assertThat(rig.environment().evict("b")).isTrue();
    assertThat(rig.dedupe("a", 0, 1, "b", 0)).isEqualTo(Status.SAME);
    assertThat(cache.stats().cachedFolios()).isZero();
    assertThat(cache.stats().usedBlocks()).isEqualTo(1);
    rig.assertContent("b", 1);
  }

  @Test
  void dedupe_ofMappedStore_comparesWhatWasStored() {
    rig.create("a", 1).create("b", 2).map("p", "b", MapKind.SHARED).store("p", 0, 1);
    assertThat(rig.dedupe("a", 0, 1, "b", 0)).isEqualTo(Status.SAME);
    rig.store("p", 0, 3);
    rig.assertContent("a", 1);
    rig.assertContent("b", 3);
  }

  @Test
  void dedupe_ofHoleAndZeros_makesAHole() {
    rig.create("a").create("b", 0, 0);
    rig.truncate("a", 2);
    assertThat(rig.dedupe("a", 0, 2, "b", 0)).isEqualTo(Status.SAME);
    assertThat(cache.stats().usedBlocks()).isZero();
    rig.assertContent("b", 0, 0);
  }

  @Test
  void dedupe_illegalRanges_areRejectedInOrder() {
    rig.create("a", 1, 1, 1);
    assertThat(rig.dedupe("a", 0, 1, "b", 0)).isEqualTo(Status.ENOENT);
    rig.create("b", 1);
    assertThat(rig.dedupe("a", 9, 0, "b", 9)).isEqualTo(Status.EINVAL);
    assertThat(cache.dedupe("a", 1, 64, "b", 0)).isEqualTo(Status.EINVAL);
    assertThat(cache.dedupe("a", 0, 64, "b", 1)).isEqualTo(Status.EINVAL);
    assertThat(cache.dedupe("a", 0, -1, "b", 0)).isEqualTo(Status.EINVAL);
    assertThat(cache.dedupe("a", cache.size("a") + 1, 0, "b", 0)).isEqualTo(Status.EINVAL);
    assertThat(cache.dedupe("a", cache.size("a"), 0, "b", 0)).isEqualTo(Status.SAME);
    assertThat(rig.dedupe("a", 0, 2, "b", 0)).isEqualTo(Status.EINVAL);
    assertThat(rig.dedupe("a", 2, 2, "b", 0)).isEqualTo(Status.EINVAL);
    assertThat(rig.dedupe("a", 0, 2, "a", 1)).isEqualTo(Status.EINVAL);
    assertThat(rig.dedupe("a", 0, 1, "a", 1)).isEqualTo(Status.SAME);
  }
}
