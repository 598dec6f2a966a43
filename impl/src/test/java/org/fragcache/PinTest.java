package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pins: memory that stays, and blocks that may not be shared. */
final class PinTest {
  private final Rig rig = new Rig(2, "a", "b");
  private final FragmentCache cache = rig.cache;

  @AfterEach
  void checkInvariants() {
    cache.checkInvariants();
  }

  @Test
  void punch_underPin_leavesTheMemoryToThePin() {
    rig.create("a", 1).pin("h", "a", 0, PinKind.READ).pin("i", "a", 0, PinKind.WRITE);
    rig.punch("a", 0, 1);
    rig.assertContent("a", 0);
    assertThat(rig.variable("folio"))
        .startsWith(
            "<<[data|-><<1>>,dirty|->FALSE,index|->0,mapping|-><<\"none\">>,poisoned|->FALSE,"
                + "refs|->2]");
    rig.pinStore("i", 5);
    assertThat(rig.pinLoad("h")).isEqualTo(5);
    rig.unpin("h");
    assertThat(cache.stats().cachedFolios()).isEqualTo(1);
    rig.unpin("i");
    assertThat(cache.stats().cachedFolios()).isZero();
  }

  @Test
  void clone_ofBlockUnderWritePin_copiesIt() {
    rig.create("a", 1, 2).create("b").pin("h", "a", 0, PinKind.WRITE);
    rig.clone("a", "b");
    assertThat(rig.variable("bmap"))
        .contains(
            "b:>(0:>[data|-><<1>>,kind|->\"own\"]"
                + "@@1:>[extent|->1,kind|->\"shared\",offset|->0])");
    assertThat(rig.variable("slot")).contains("b:>(0:>[kind|->\"empty\"]");
    rig.pinStore("h", 7);
    rig.assertContent("a", 7, 2);
    rig.assertContent("b", 1, 2);
    assertThat(cache.fsync("a")).isEqualTo(Status.OK);
    assertThat(cache.stats().dirtyFolios()).isEqualTo(1); // may be written to at any time
    rig.pinStore("h", 8).unpin("h");
    assertThat(cache.fsync("a")).isEqualTo(Status.OK);
    assertThat(cache.stats().dirtyFolios()).isZero();
    rig.assertContent("a", 8, 2);
  }

  @Test
  void pin_toWriteOfSharedBlock_breaksSharingFirst() {
    rig.create("a", 1).create("b").clone("a", "b");
    rig.map("p", "b", MapKind.SHARED).load("p", 0);
    rig.pin("h", "b", 0, PinKind.WRITE).pinStore("h", 5);
    rig.assertContent("a", 1);
    rig.assertContent("b", 5);
    assertThat(rig.load("p", 0)).isEqualTo(5);
    assertThat(rig.variable("pin"))
        .startsWith("(h:>[at|->0,file|->b,folio|->2,kind|->\"write\"]@@i:>[kind|->\"none\"]");
  }

  @Test
  void dedupe_underWritePin_isEbusy() {
    rig.create("a", 1)
        .create("b", 1)
        .pin("h", "b", 0, PinKind.WRITE)
        .pin("i", "a", 0, PinKind.READ);
    assertThat(rig.dedupe("a", 0, 1, "b", 0)).isEqualTo(Status.EBUSY);
    assertThat(rig.dedupe("b", 0, 1, "a", 0)).isEqualTo(Status.EBUSY);
    rig.unpin("h");
    assertThat(rig.dedupe("b", 0, 1, "a", 0)).isEqualTo(Status.SAME);
    assertThat(rig.pinLoad("i")).isEqualTo(1); // its folio was a's
    assertThat(cache.stats().cachedFolios()).isEqualTo(2);
  }

  @Test
  void pinnedFolio_reclaimMigratePoisonAndTakeBack_leaveIt() {
    rig.create("a", 1).create("b").clone("a", "b").pin("h", "a", 0, PinKind.READ);
    cache.unlink("b");
    byte[] before = cache.encodeState(rig.scope);
    Environment env = rig.environment();
    assertThat(env.reclaimFragment(1, 0)).isFalse();
    assertThat(env.migrateFragment(1, 0)).isFalse();
    assertThat(env.poisonFragment(1, 0)).isFalse();
    assertThat(env.takeBack("a", 1)).isFalse();
    assertThat(cache.encodeState(rig.scope)).isEqualTo(before);
    rig.unpin("h");
    assertThat(env.takeBack("a", 1)).isTrue();
    rig.pin("h", "a", 0, PinKind.READ);
    assertThat(env.reclaimOwn("a", 0)).isFalse();
    assertThat(env.migrateOwn("a", 0)).isFalse();
    assertThat(env.poisonOwn("a", 0)).isFalse();
    assertThat(env.evict("a")).isFalse();
  }

  @Test
  void lastPut_withAPinLeft_leavesTheFolioToIt() {
    rig.create("a", 1).create("b").clone("a", "b").pin("h", "b", 0, PinKind.READ);
    cache.unlink("a");
    cache.unlink("b");
    assertThat(cache.stats().fragments()).isZero();
    assertThat(cache.stats().cachedFolios()).isEqualTo(1);
    assertThat(rig.pinLoad("h")).isEqualTo(1);
    rig.create("a", 2);
    assertThat(rig.pinLoad("h")).isEqualTo(1);
    rig.unpin("h");
    assertThat(cache.stats().cachedFolios()).isEqualTo(1);
  }

  @Test
  void pin_ofHole_isTheZeroPageToReadAndABlockToWrite() {
    rig.create("a");
    rig.truncate("a", 2);
    rig.pin("h", "a", 0, PinKind.READ);
    assertThat(rig.variable("pin")).contains("folio|->0,kind|->\"read\"");
    rig.pin("i", "a", 1, PinKind.WRITE).pinStore("i", 4).write("a", 0, 3);
    rig.assertContent("a", 3, 4);
    assertThat(rig.pinLoad("h")).isZero();
  }

  @Test
  void pinCalls_outOfPlace_areRejected() {
    PinHandle h = cache.pinHandle("h");
    assertThat(rig.tryPin("h", "a", 0, PinKind.READ)).isEqualTo(Status.ENOENT);
    rig.create("a", 1);
    assertThat(rig.tryPin("h", "a", 1, PinKind.READ)).isEqualTo(Status.EFAULT);
    assertThat(rig.tryPin("h", "a", -1, PinKind.READ)).isEqualTo(Status.EFAULT);
    assertThat(rig.tryPin("h", "a", 9, PinKind.READ)).isEqualTo(Status.EFAULT);
    assertThat(h.unpin()).isEqualTo(Status.EINVAL);
    assertThat(h.load(rig.unit(0))).isEqualTo(Status.EINVAL);
    assertThat(h.store(rig.unit(1))).isEqualTo(Status.EINVAL);
    rig.pin("h", "a", 0, PinKind.READ);
    assertThat(rig.tryPin("h", "a", 9, PinKind.READ)).isEqualTo(Status.EBUSY);
    assertThat(h.store(rig.unit(1))).isEqualTo(Status.EPERM);
  }
}
