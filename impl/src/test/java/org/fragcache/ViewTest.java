package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mapped views: what each process sees, and when it must be told anew. */
final class ViewTest {
  private static final String NO_PTE = "[kind|->\"none\"]";

  private final Rig rig = new Rig(2, "a", "b");
  private final FragmentCache cache = rig.cache;

  @AfterEach
  void checkInvariants() {
    cache.checkInvariants();
  }

  @Test
  void load_ofSharedBlock_showsOneFolioToAll() {
    rig.create("a", 1).create("b").clone("a", "b");
    rig.map("p", "a", MapKind.SHARED).map("q", "b", MapKind.PRIVATE);
    assertThat(rig.load("p", 0)).isEqualTo(1);
    assertThat(rig.load("q", 0)).isEqualTo(1);
    String pte = "(0:>[folio|->1,kind|->\"folio\",writable|->FALSE]@@1:>" + NO_PTE + ")";
    assertThat(rig.variable("pte")).isEqualTo("(p:>" + pte + "@@q:>" + pte + ")");
    assertThat(rig.variable("folio")).contains("refs|->3");
    assertThat(rig.variable("view"))
        .isEqualTo("(p:>[file|->a,kind|->\"shared\"]@@q:>[file|->b,kind|->\"private\"])");
  }

  @Test
  void store_toSharedBlockWhileMapped_copiesForThisFileOnly() {
    rig.create("a", 1).create("b").clone("a", "b");
    rig.map("p", "a", MapKind.SHARED).map("q", "b", MapKind.SHARED);
    rig.load("p", 0);
    rig.load("q", 0);
    rig.store("p", 0, 5);
    assertThat(rig.load("p", 0)).isEqualTo(5);
    assertThat(rig.load("q", 0)).isEqualTo(1);
    rig.assertContent("a", 5);
    rig.assertContent("b", 1);
    assertThat(rig.variable("pte"))
        .startsWith("(p:>(0:>[folio|->2,kind|->\"folio\",writable|->TRUE]")
        .contains("q:>(0:>[folio|->1,kind|->\"folio\",writable|->FALSE]");
  }

  @Test
  void write_toSharedBlock_isShownToEveryViewOfTheFile() {
    rig.create("a", 1).create("b").clone("a", "b");
    rig.map("p", "a", MapKind.SHARED).map("q", "a", MapKind.PRIVATE);
    rig.load("p", 0);
    rig.load("q", 0);
    rig.write("a", 0, 5);
    assertThat(rig.variable("pte")).doesNotContain("folio");
    assertThat(rig.load("p", 0)).isEqualTo(5);
    assertThat(rig.load("q", 0)).isEqualTo(5);
  }

  @Test
  void store_throughPrivateView_isSeenByNobodyElse() {
    rig.create("a", 1);
    rig.map("p", "a", MapKind.PRIVATE).map("q", "a", MapKind.SHARED).store("p", 0, 5);
    assertThat(rig.load("p", 0)).isEqualTo(5);
    assertThat(rig.load("q", 0)).isEqualTo(1);
    rig.assertContent("a", 1);
    rig.write("a", 0, 6);
    assertThat(rig.load("p", 0)).isEqualTo(5);
    assertThat(rig.variable("pte")).startsWith("(p:>(0:>[data|-><<5>>,kind|->\"copy\"]");
    rig.punch("a", 0, 1);
    assertThat(rig.load("p", 0)).isEqualTo(5);
    rig.truncate("a", 0);
    assertThat(rig.tryLoad("p", 0)).isEqualTo(Status.SIGBUS);
    rig.truncate("a", 1);
    assertThat(rig.load("p", 0)).isZero();
  }

  @Test
  void loadAndStore_withoutViewOrPastEof_areSignals() {
    rig.create("a", 1, 2);
    assertThat(rig.tryLoad("p", 0)).isEqualTo(Status.SIGSEGV);
    assertThat(rig.tryStore("p", 0, 1)).isEqualTo(Status.SIGSEGV);
    rig.map("p", "a", MapKind.SHARED);
    assertThat(cache.process("p").map("a", MapKind.SHARED)).isEqualTo(Status.EEXIST);
    assertThat(cache.process("q").map("b", MapKind.SHARED)).isEqualTo(Status.ENOENT);
    assertThat(rig.load("p", 1)).isEqualTo(2);
    rig.truncate("a", 1);
    assertThat(rig.tryLoad("p", 1)).isEqualTo(Status.SIGBUS);
    assertThat(rig.tryStore("p", 1, 1)).isEqualTo(Status.SIGBUS);
    assertThat(rig.tryLoad("p", 2)).isEqualTo(Status.SIGSEGV);
    assertThat(rig.tryLoad("p", -1)).isEqualTo(Status.SIGSEGV);
    assertThat(cache.process("p").unmap()).isEqualTo(Status.OK);
    assertThat(cache.process("p").unmap()).isEqualTo(Status.OK);
  }

  @Test
  void clone_ofBlockUnderWritableEntry_protectsIt() {
    rig.create("a", 1).create("b").map("p", "a", MapKind.SHARED).store("p", 0, 2);
    rig.clone("a", "b");
    assertThat(rig.variable("pte")).contains("folio|->1").contains("writable|->FALSE");
    rig.store("p", 0, 3);
    rig.assertContent("b", 2);
    rig.assertContent("a", 3);
  }

  @Test
  void fsync_ofMappedStore_protectsAndWritesIt() {
    rig.create("a", 1).map("p", "a", MapKind.SHARED).store("p", 0, 2);
    assertThat(cache.fsync("a")).isEqualTo(Status.OK);
    assertThat(rig.variable("bmap")).contains("[data|-><<2>>,kind|->\"own\"]");
    assertThat(rig.variable("pte")).contains("writable|->FALSE");
    rig.store("p", 0, 3);
    assertThat(cache.stats().dirtyFolios()).isEqualTo(1);
    assertThat(rig.variable("pte")).contains("writable|->TRUE");
  }

  @Test
  void load_ofHole_showsTheZeroPageUntilItIsWritten() {
    rig.create("a");
    rig.truncate("a", 2);
    rig.map("p", "a", MapKind.SHARED).map("q", "a", MapKind.SHARED);
    assertThat(rig.load("p", 0)).isZero();
    assertThat(rig.variable("pte")).contains("[folio|->0,kind|->\"folio\",writable|->FALSE]");
    assertThat(cache.stats().cachedFolios()).isZero();
    rig.store("q", 0, 4);
    assertThat(rig.load("p", 0)).isEqualTo(4);
  }

  @Test
  void unlink_ofMappedFile_keepsItUntilTheLastUnmap() {
    byte[] first = cache.encodeState(rig.scope);
    rig.create("a", 1).map("p", "a", MapKind.SHARED).map("q", "a", MapKind.PRIVATE);
    assertThat(cache.unlink("a")).isEqualTo(Status.OK);
    assertThat(rig.variable("inode")).contains("a:>\"orphan\"");
    assertThat(cache.create("a")).isEqualTo(Status.EBUSY);
    assertThat(cache.unlink("a")).isEqualTo(Status.ENOENT);
    assertThat(cache.size("a")).isEqualTo(-1);
    rig.store("p", 0, 2);
    assertThat(rig.environment().writeback("a", 0)).isTrue();
    assertThat(rig.load("q", 0)).isEqualTo(2);
    cache.process("p").unmap();
    assertThat(rig.load("q", 0)).isEqualTo(2);
    cache.process("q").unmap();
    assertThat(cache.encodeState(rig.scope)).isEqualTo(first);
  }

  @Test
  void reclaim_ofMappedFolio_takesItFromEveryPageTable() {
    rig.create("a", 1).create("b").clone("a", "b");
    rig.map("p", "a", MapKind.SHARED).map("q", "b", MapKind.SHARED);
    rig.load("p", 0);
    rig.load("q", 0);
    assertThat(rig.environment().evict("a")).isFalse();
    assertThat(rig.environment().reclaimFragment(1, 0)).isTrue();
    assertThat(rig.variable("pte")).doesNotContain("folio");
    assertThat(cache.stats().cachedFolios()).isZero();
    assertThat(rig.load("p", 0)).isEqualTo(1);
    assertThat(rig.load("q", 0)).isEqualTo(1);
    assertThat(cache.stats().storeReads()).isEqualTo(1);
  }

  @Test
  void clone_ontoMappedRange_showsTheNewBytes() {
    rig.create("a", 1).create("b", 7).map("p", "b", MapKind.SHARED).map("q", "b", MapKind.PRIVATE);
    rig.load("p", 0);
    rig.store("q", 0, 8);
    rig.clone("a", 0, 1, "b", 0);
    assertThat(rig.load("p", 0)).isEqualTo(1);
    assertThat(rig.load("q", 0)).isEqualTo(8);
  }
}
