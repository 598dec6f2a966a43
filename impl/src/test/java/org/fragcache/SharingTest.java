package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What fragments are for: one folio for one block, and files that do not see each other's writes.
 */
final class SharingTest {
  private final Rig rig = new Rig(4, "a", "b", "c");
  private final FragmentCache cache = rig.cache;

  @AfterEach
  void checkInvariants() {
    cache.checkInvariants();
  }

  @Test
  void write_toEitherSharer_isNotSeenByTheOther() {
    rig.create("a", 1, 2).create("b").clone("a", "b");
    rig.write("b", 0, 5).write("a", 1, 6);
    rig.assertContent("a", 1, 6);
    rig.assertContent("b", 5, 2);
    cache.fsync("a");
    cache.fsync("b");
    rig.assertContent("a", 1, 6);
    rig.assertContent("b", 5, 2);
  }

  @Test
  void write_toReference_takesNewFolioBeforeItDropsTheOld() {
    rig.create("a", 1).create("b").clone("a", "b");
    cache.unlink("a");
    assertThat(rig.variable("slot")).contains("b:>(0:>[fragment|->1,kind|->\"ref\",offset|->0]");
    rig.write("b", 0, 5);
    assertThat(rig.variable("slot")).contains("b:>(0:>[folio|->2,kind|->\"own\"]");
    assertThat(cache.stats().cachedFolios()).isEqualTo(1);
    assertThat(cache.stats().fragments()).isZero();
  }

  @Test
  void clone_ofDirtySource_writesBackOnceAndMovesFolios() {
    rig.create("a", 1, 2, 3).create("b").clone("a", "b");
    CacheStats stats = cache.stats();
    assertThat(stats.storeWrites()).isEqualTo(3);
    assertThat(stats.storeReads()).isZero();
    assertThat(stats.cachedFolios()).isEqualTo(3);
    assertThat(rig.variable("fragment")).startsWith("<<[count|->6,folios|->(0:>1@@1:>2@@2:>3)");
    rig.assertContent("b", 1, 2, 3);
    assertThat(cache.stats().storeReads()).isZero();
  }

  @Test
  void clone_ofClone_touchesNoFolio() {
    rig.create("a", 1, 2, 3).create("b").create("c").clone("a", "b");
    String folios = rig.variable("folio");
    CacheStats before = cache.stats();
    rig.clone("b", "c");
    assertThat(rig.variable("folio")).isEqualTo(folios);
    assertThat(cache.stats()).isEqualTo(before);
    rig.assertContent("c", 1, 2, 3);
    assertThat(cache.stats()).isEqualTo(before);
  }

  @Test
  void lastPut_ofSharers_freesTheFragmentWithItsFolios() {
    rig.create("a", 1, 2).create("b").clone("a", "b");
    cache.unlink("a");
    assertThat(cache.stats().cachedFolios()).isEqualTo(2);
    rig.truncate("b", 1);
    assertThat(cache.stats().cachedFolios()).isEqualTo(1);
    assertThat(cache.stats().fragments()).isEqualTo(1);
    cache.unlink("b");
    assertThat(cache.stats().cachedFolios()).isZero();
    assertThat(cache.stats().fragments()).isZero();
  }

  @Test
  void punch_amidSharedRun_splitsTheReferrer() {
    rig.create("a", 1, 2, 3, 4).create("b").clone("a", "b");
    rig.punch("b", 1, 2);
    assertThat(rig.variable("fragment"))
        .contains(
            "referrers|->{[at|->0,file|->a,len|->4,offset|->0],"
                + "[at|->0,file|->b,len|->1,offset|->0],[at|->3,file|->b,len|->1,offset|->3]}");
    rig.clone("a", 1, 2, "b", 1);
    assertThat(rig.variable("fragment"))
        .contains(
            "referrers|->{[at|->0,file|->a,len|->4,offset|->0],"
                + "[at|->0,file|->b,len|->4,offset|->0]}");
  }

  @Test
  void read_afterEviction_reattachesToTheSharedFolio() {
    rig.create("a", 1).create("b").clone("a", "b");
    assertThat(cache.environment().evict("a")).isTrue();
    assertThat(cache.stats().cachedFolios()).isEqualTo(1);
    rig.assertContent("a", 1);
    assertThat(cache.stats().cachedFolios()).isEqualTo(1);
    assertThat(cache.stats().storeReads()).isZero();
    assertThat(rig.variable("fragment")).startsWith("<<[count|->2");
  }

  /** One object for a run, though it came block by block; and another for what was dropped. */
  @Test
  void read_afterEviction_makesRunsOfReferencesAgain() {
    rig.create("a", 1, 2, 3).create("b").clone("a", "b");
    Inode a = java.util.Objects.requireNonNull(cache.internals().named("a"));
    cache.environment().evict("a");
    rig.assertContent("a", 1, 2, 3);
    Object run = a.slot(0);
    assertThat(a.slot(1)).isSameAs(run);
    assertThat(a.slot(2)).isSameAs(run);
    rig.write("a", 1, 7);
    rig.clone("b", 1, 1, "a", 1);
    assertThat(a.slot(0)).isSameAs(run);
    assertThat(a.slot(1)).isNotSameAs(run);
    rig.assertContent("a", 1, 2, 3);
  }

  @Test
  void read_afterEvictionOfAllSharers_readsTheStoreOnce() {
    rig.create("a", 1).create("b").clone("a", "b");
    cache.environment().evict("a");
    cache.environment().evict("b");
    assertThat(cache.stats().fragments()).isZero();
    rig.assertContent("a", 1);
    rig.assertContent("b", 1);
    assertThat(cache.stats().storeReads()).isEqualTo(1);
    assertThat(cache.stats().cachedFolios()).isEqualTo(1);
  }

  @Test
  void reclaimFragment_ofSharedFolio_leavesReferences() {
    rig.create("a", 1).create("b").clone("a", "b");
    String slots = rig.variable("slot");
    assertThat(cache.environment().reclaimFragment(1, 0)).isTrue();
    assertThat(cache.environment().reclaimFragment(1, 0)).isFalse();
    assertThat(rig.variable("slot")).isEqualTo(slots);
    rig.assertContent("b", 1);
    rig.assertContent("a", 1);
    assertThat(cache.stats().storeReads()).isEqualTo(1);
  }

  @Test
  void writeback_overSharedBlock_releasesItOnlyThen() {
    rig.create("a", 1).create("b").clone("a", "b").write("b", 0, 2);
    assertThat(rig.variable("extent")).startsWith("<<(0:>[data|-><<1>>,refs|->2])");
    assertThat(cache.environment().writeback("b", 0)).isTrue();
    assertThat(rig.variable("extent")).startsWith("<<(0:>[data|-><<1>>,refs|->1])");
    assertThat(rig.variable("bmap")).contains("b:>(0:>[data|-><<2>>,kind|->\"own\"]");
  }

  @Test
  void clone_withinAFile_sharesWithItself() {
    rig.create("a", 1, 2).clone("a", 0, 2, "a", 2);
    rig.assertContent("a", 1, 2, 1, 2);
    assertThat(cache.stats().cachedFolios()).isEqualTo(2);
    rig.write("a", 2, 9);
    rig.assertContent("a", 1, 2, 9, 2);
  }
}
