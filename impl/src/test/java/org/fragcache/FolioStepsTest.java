package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Migration, poison, TakeBack. */
final class FolioStepsTest {
  private final Rig rig = new Rig(3, "a", "b");
  private final FragmentCache cache = rig.cache;
  private final Environment env = cache.environment();

  @AfterEach
  void checkInvariants() {
    cache.checkInvariants();
  }

  @Test
  void migrateFragment_ofMappedFolio_movesEntriesAndLeavesSlots() {
    rig.create("a", 1).create("b").clone("a", "b");
    rig.map("p", "a", MapKind.SHARED).map("q", "b", MapKind.PRIVATE);
    rig.load("p", 0);
    rig.load("q", 0);
    String slots = rig.variable("slot");
    String folios = rig.variable("folio");
    assertThat(env.migrateFragment(1, 0)).isTrue();
    assertThat(rig.variable("slot")).isEqualTo(slots);
    assertThat(rig.variable("pte")).contains("p:>(0:>[folio|->2,").contains("q:>(0:>[folio|->2,");
    assertThat(env.migrateFragment(1, 0)).isTrue(); // to the lowest free id
    assertThat(rig.variable("folio")).isEqualTo(folios);
    assertThat(env.migrateFragment(1, 1)).isFalse();
    assertThat(env.migrateFragment(-1, 0)).isFalse();
  }

  @Test
  void migrateOwn_ofDirtyFolio_keepsItsReservationAndEntries() {
    rig.create("a", 1).map("p", "a", MapKind.SHARED).store("p", 0, 2);
    assertThat(env.migrateOwn("a", 0)).isTrue();
    assertThat(rig.variable("slot")).contains("[folio|->2,kind|->\"own\"]");
    assertThat(rig.variable("pte")).contains("[folio|->2,kind|->\"folio\",writable|->TRUE]");
    assertThat(cache.stats().usedBlocks()).isEqualTo(1);
    rig.store("p", 0, 3);
    rig.assertContent("a", 3);
    assertThat(env.migrateOwn("a", 1)).isFalse();
    assertThat(env.migrateOwn("b", 0)).isFalse();
  }

  @Test
  void poison_ofCleanFolio_isReadAgain() {
    rig.create("a", 1, 2).create("b");
    cache.fsync("a");
    assertThat(env.poisonOwn("a", 0)).isTrue();
    assertThat(cache.stats().cachedFolios()).isEqualTo(1);
    rig.assertContent("a", 1, 2);
    rig.clone("a", "b");
    assertThat(env.poisonFragment(1, 1)).isTrue();
    rig.assertContent("b", 1, 2);
  }

  @Test
  void poison_ofDirtyFolio_isAnErrorUntilItsRangeIsDropped() {
    rig.create("a", 1, 2).create("b").map("p", "a", MapKind.SHARED);
    rig.store("p", 0, 3);
    assertThat(env.poisonOwn("a", 0)).isTrue();
    assertThat(env.poisonOwn("a", 0)).isFalse();
    assertThat(rig.variable("folio"))
        .startsWith(
            "<<[data|-><<0>>,dirty|->FALSE,index|->0,mapping|-><<\"file\",a>>,poisoned|->TRUE,");
    assertThat(cache.read("a", 0, rig.unit(0))).isEqualTo(Status.EIO);
    assertThat(rig.tryWrite("a", 0, 5)).isEqualTo(Status.EIO);
    assertThat(rig.tryLoad("p", 0)).isEqualTo(Status.SIGBUS);
    assertThat(rig.tryStore("p", 0, 1)).isEqualTo(Status.SIGBUS);
    assertThat(rig.tryPin("h", "a", 0, PinKind.READ)).isEqualTo(Status.EFAULT);
    assertThat(rig.tryClone("a", 0, 1, "b", 0)).isEqualTo(Status.EIO);
    assertThat(cache.fsync("a")).isEqualTo(Status.EIO);
    assertThat(env.reclaimOwn("a", 0)).isFalse();
    assertThat(env.migrateOwn("a", 0)).isFalse();
    assertThat(env.evict("a")).isFalse();
    assertThat(cache.stats().usedBlocks()).isEqualTo(1);
    rig.punch("a", 0, 1);
    rig.assertContent("a", 0, 2);
    assertThat(cache.fsync("a")).isEqualTo(Status.OK);
  }

  @Test
  void takeBack_afterTheSharerWentAway_makesBlocksOwn() {
    rig.create("a", 1, 2, 3).create("b").clone("a", "b");
    rig.write("a", 0, 5); // pending over a shared block
    rig.map("p", "a", MapKind.SHARED);
    rig.load("p", 1);
    assertThat(env.takeBack("a", 1)).isFalse();
    cache.unlink("b");
    assertThat(env.reclaimFragment(1, 2)).isTrue();
    assertThat(env.takeBack("b", 1)).isFalse();
    assertThat(env.takeBack("a", 1)).isTrue();
    assertThat(rig.variable("slot"))
        .startsWith(
            "(a:>(0:>[folio|->4,kind|->\"own\"]@@1:>[folio|->2,kind|->\"own\"]"
                + "@@2:>[kind|->\"empty\"])");
    assertThat(rig.variable("bmap"))
        .startsWith(
            "(a:>(0:>[data|-><<1>>,kind|->\"own\"]@@1:>[data|-><<2>>,kind|->\"own\"]"
                + "@@2:>[data|-><<3>>,kind|->\"own\"])");
    assertThat(rig.variable("pte")).contains("1:>[folio|->2,kind|->\"folio\",writable|->FALSE]");
    assertThat(cache.stats().usedBlocks()).isEqualTo(3);
    rig.store("p", 1, 6);
    rig.assertContent("a", 5, 6, 3);
  }

  @Test
  void takeBack_whileAnEvictedFileHasTheBlocks_isRefused() {
    rig.create("a", 1).create("b").clone("a", "b");
    assertThat(env.evict("b")).isTrue();
    assertThat(env.takeBack("a", 1)).isFalse();
    assertThat(env.evict("a")).isTrue();
    assertThat(env.takeBack("a", 1)).isFalse();
    rig.assertContent("b", 1);
  }
}
