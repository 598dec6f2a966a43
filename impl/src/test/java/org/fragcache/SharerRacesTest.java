package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.fragcache.Schedule.Actor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Views and sharers that come while others go. See {@link Racing}. */
@Timeout(60)
final class SharerRacesTest extends Racing {
  // A dead offset of a fragment lives again before its folio is dropped.

  private Rig deadOffsetLivesAgain() throws Exception {
    Rig rig = rig(2, "a", "b").create("a", 1, 2).create("b").clone("a", "b");
    assertThat(rig.environment().evict("b")).isTrue();
    Actor<Status> write = schedule.start(Step.DropFolios, () -> rig.tryWrite("a", 0, 9));
    rig.map("p", "b", MapKind.SHARED);
    assertThat(rig.load("p", 0)).isEqualTo(1);
    assertThat(write.end()).isEqualTo(Status.OK);
    return rig;
  }

  @Test
  void dropOfADeadOffset_thatIsReferredToAgain_leavesNoPte() throws Exception {
    deadOffsetLivesAgain().cache.checkInvariants();
  }

  @Test
  void dropOfADeadOffset_thatIsReferredToAgain_showsWhatIsWrittenLater() throws Exception {
    Rig rig = deadOffsetLivesAgain();
    assertThat(rig.read("b", 0)).isEqualTo(1);
    assertThat(rig.cache.unlink("a")).isEqualTo(Status.OK);
    assertThat(rig.environment().takeBack("b", 1)).isTrue();
    rig.write("b", 0, 7);
    assertThat(rig.read("b", 0)).isEqualTo(7);
    assertThat(rig.load("p", 0)).isEqualTo(7);
  }

  // A slot gets the very reference back that it had, and the folio found through it is gone.

  @Test
  void load_whoseReferenceIsBack_mapsNoFolioThatWasDropped() throws Exception {
    Rig rig = rig(2, "a", "b").create("a", 1, 2).create("b").clone("a", "b");
    assertThat(rig.environment().evict("b")).isTrue();
    rig.map("p", "a", MapKind.SHARED);
    Actor<Integer> load = schedule.start(Step.LoadMap, () -> rig.load("p", 1));
    rig.write("a", 1, 9);
    assertThat(rig.cache.clone("b", BLOCK, BLOCK, "a", BLOCK)).isEqualTo(Status.OK);
    assertThat(load.end()).isEqualTo(2);
    rig.cache.checkInvariants();
  }

  // A process whose view is gone can map.

  @Test
  void map_afterALoadThatFoundNothingMapped() throws Exception {
    FragmentCache cache = FragmentCache.builder().blockSize(BLOCK).maxFileBlocks(2).build();
    cache.create("a");
    cache.create("b");
    cache.write("a", 0, bytes(1, BLOCK));
    int refused = 0;
    ByteBuffer dst = ByteBuffer.allocate(BLOCK);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    int i = 0;
    for (; System.nanoTime() < end && refused == 0; i++) {
      AddressSpace p = cache.process("p");
      assertThat(p.map("a", MapKind.SHARED)).isEqualTo(Status.OK);
      FutureTask<Status> unmap = new FutureTask<>(p::unmap);
      Thread thread = new Thread(unmap);
      thread.start();
      Status load = Status.OK;
      while (load == Status.OK) {
        load = p.load(0, dst.clear());
      }
      assertThat(load).isEqualTo(Status.SIGSEGV);
      refused += p.map("b", MapKind.SHARED) == Status.OK ? 0 : 1;
      unmap.get();
      p.unmap();
    }
    assertThat(refused).as("maps refused with EEXIST after SIGSEGV, of %d", i).isZero();
  }
}
