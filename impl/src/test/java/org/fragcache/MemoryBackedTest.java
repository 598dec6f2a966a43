package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No store: the folios are the only copy (D5). */
final class MemoryBackedTest {
  private final Rig rig =
      new Rig(FragmentCache.builder().blockSize(Rig.BLOCK).memoryBacked(), 4, "a", "b", "c");
  private final FragmentCache cache = rig.cache;

  @AfterEach
  void checkInvariants() {
    cache.checkInvariants();
  }

  @Test
  void clone_sharesFolios_withoutBlockMapOrExtent() {
    rig.create("a", 1, 2).create("b").clone("a", "b");
    assertThat(rig.variable("bmap")).doesNotContain("own").doesNotContain("shared");
    assertThat(rig.variable("extent")).doesNotContain("data");
    assertThat(rig.variable("fragment")).startsWith("<<[count|->4,folios|->(0:>1@@1:>2)");
    assertThat(rig.variable("folio")).doesNotContain("TRUE");
    rig.write("b", 0, 5);
    rig.assertContent("a", 1, 2);
    rig.assertContent("b", 5, 2);
    assertThat(cache.stats().storeWrites()).isZero();
    assertThat(cache.stats().usedBlocks()).isEqualTo(3);
  }

  @Test
  void runs_ofOwnBlocksBetweenHoles_becomeFragmentsOfLowestFreeId() {
    rig.create("a", 1).write("a", 2, 3).write("a", 3, 4).create("b").clone("a", "b");
    assertThat(rig.variable("slot"))
        .startsWith(
            "(a:>(0:>[fragment|->1,kind|->\"ref\",offset|->0]@@1:>[kind|->\"empty\"]"
                + "@@2:>[fragment|->2,kind|->\"ref\",offset|->0]"
                + "@@3:>[fragment|->2,kind|->\"ref\",offset|->1])");
    rig.punch("a", 0, 1);
    rig.punch("b", 0, 1);
    rig.create("c", 7).clone("c", 0, 1, "b", 0);
    assertThat(rig.variable("slot")).contains("c:>(0:>[fragment|->1,");
    rig.assertContent("b", 7, 0, 3, 4);
  }

  @Test
  void offset_withoutReferrer_isFreed() {
    rig.create("a", 1, 2).create("b").clone("a", "b");
    rig.truncate("a", 1);
    assertThat(cache.stats().cachedFolios()).isEqualTo(2);
    rig.truncate("b", 1);
    assertThat(cache.stats().cachedFolios()).isEqualTo(1);
  }

  @Test
  void environment_hasNothingToReclaim() {
    rig.create("a", 1, 2).create("b").clone("a", 0, 1, "b", 0);
    Environment env = rig.environment();
    assertThat(env.writeback("a", 1)).isFalse();
    assertThat(env.reclaimOwn("a", 1)).isFalse();
    assertThat(env.reclaimFragment(1, 0)).isFalse();
    assertThat(env.evict("a")).isFalse();
    assertThat(env.commit()).isFalse();
    assertThat(cache.fsync("a")).isEqualTo(Status.OK);
    assertThat(env.migrateFragment(1, 0)).isTrue();
    assertThat(env.migrateOwn("a", 1)).isTrue();
    rig.assertContent("a", 1, 2);
  }

  @Test
  void poison_ofOnlyCopy_isAnErrorForEverySharer() {
    rig.create("a", 1, 2).create("b").clone("a", "b").map("p", "b", MapKind.SHARED);
    rig.load("p", 0);
    assertThat(rig.environment().poisonFragment(1, 0)).isTrue();
    assertThat(cache.read("a", 0, rig.unit(0))).isEqualTo(Status.EIO);
    assertThat(rig.tryWrite("b", 0, 3)).isEqualTo(Status.EIO);
    assertThat(rig.tryLoad("p", 0)).isEqualTo(Status.SIGBUS);
    assertThat(rig.tryClone("a", 0, 0, "b", 0)).isEqualTo(Status.EIO);
    assertThat(rig.environment().takeBack("a", 1)).isFalse();
    rig.punch("a", 0, 1);
    rig.assertContent("a", 0, 2);
    assertThat(cache.fsync("a")).isEqualTo(Status.OK);
    assertThat(cache.fsync("b")).isEqualTo(Status.EIO);
  }

  @Test
  void clone_ofBlockUnderWritePin_copiesItsFolio() {
    rig.create("a", 1, 2).create("b").pin("h", "a", 1, PinKind.WRITE).clone("a", "b");
    assertThat(rig.variable("slot"))
        .contains("b:>(0:>[fragment|->1,kind|->\"ref\",offset|->0]@@1:>[folio|->3,kind|->\"own\"]");
    rig.pinStore("h", 7);
    rig.assertContent("b", 1, 2);
    rig.assertContent("a", 1, 7);
  }

  @Test
  void takeBack_byTheOnlyReferrer_takesFolios() {
    rig.create("a", 1, 2).create("b").clone("a", "b");
    assertThat(rig.environment().takeBack("a", 1)).isFalse();
    cache.unlink("b");
    String folios = rig.variable("folio").replace("<<\"fragment\",1>>", "<<\"file\",a>>");
    assertThat(rig.environment().takeBack("a", 1)).isTrue();
    assertThat(rig.variable("folio")).isEqualTo(folios);
    assertThat(cache.stats().fragments()).isZero();
    rig.clone("a", 0, 1, "a", 2);
    assertThat(rig.environment().takeBack("a", 1)).isFalse(); // refers to it twice
  }

  @Test
  void builder_memoryBackedWithStore_isRefused() {
    assertThatThrownBy(
            () -> FragmentCache.builder().memoryBacked().store(new MemoryBlockStore(4096)).build())
        .hasMessage("memoryBacked: with a store, expected without");
    assertThatThrownBy(() -> FragmentCache.builder().memoryBacked().durable(true).build())
        .hasMessage("memoryBacked: with durable, expected without");
  }
}
