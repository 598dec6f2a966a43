package org.fragcache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.fragcache.Schedule.Actor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a read gives, and what a file gains, are of one moment. See {@link Racing}. */
@Timeout(60)
final class ReadRacesTest extends Racing {
  // A read with the bytes of one moment and the size of another.

  @Test
  void read_whileTheFileIsCutAndWrittenAgain_isOfOneMoment() throws Exception {
    Rig rig = rig(2, "a").create("a");
    rig.cache.write("a", 0, bytes(1, 10));
    Actor<byte[]> read = schedule.start(Step.ReadHit, () -> read(rig.cache, "a", 0, 20));
    rig.cache.truncate("a", 0);
    rig.cache.write("a", 0, bytes(2, 20));
    assertThat(read.end()).isIn(filled(1, 10), new byte[0], filled(2, 20));
  }

  @Test
  void read_ofASharedBlockThatIsExtended_isOfOneMoment() throws Exception {
    Rig rig = rig(2, "a", "b").create("a").create("b");
    rig.cache.write("a", 0, bytes(1, 10));
    rig.clone("a", "b");
    Actor<byte[]> read = schedule.start(Step.ReadHit, () -> read(rig.cache, "a", 0, 20));
    rig.cache.write("a", 0, bytes(2, 20));
    assertThat(read.end()).isIn(filled(1, 10), filled(2, 20));
  }

  @Test
  void read_whileAWriteGrowsTheFile_seesAllOfItOrNothing() throws Exception {
    Rig rig = rig(2, "a").create("a");
    rig.cache.write("a", 0, bytes(1, 10));
    Actor<Status> write =
        schedule.start(Step.WriteSize, () -> rig.cache.write("a", 0, bytes(2, 20)));
    byte[] seen = read(rig.cache, "a", 0, 20);
    assertThat(write.end()).isEqualTo(Status.OK);
    assertThat(seen).isIn(filled(1, 10), filled(2, 20));
  }

  @Test
  void read_whileTheFileIsCutAndClonedAgain_isOfOneMoment() throws Exception {
    FragmentCache c = plain(FragmentCache.builder());
    c.create("s");
    c.create("d");
    c.write("s", 0, bytes(1, BLOCK));
    c.write("s", BLOCK, bytes(2, BLOCK));
    assertThat(c.clone("s", 0, 0, "d", 0)).isEqualTo(Status.OK);
    Inode d = requireNonNull(c.internals().named("d"));
    Object before = d.slot(1);
    Actor<byte[]> read = schedule.start(Step.ReadHit, () -> read(c, "d", BLOCK, BLOCK));
    c.write("d", BLOCK, bytes(9, BLOCK));
    assertThat(c.truncate("d", BLOCK + BLOCK / 2)).isEqualTo(Status.OK);
    read.go(Step.ReadCopy); // with the size of now
    read.awaitParked();
    assertThat(c.clone("s", BLOCK, BLOCK, "d", BLOCK)).isEqualTo(Status.OK);
    assertThat(d.slot(1)).as("the same block, by another reference").isNotSameAs(before);
    assertThat(((Ref) requireNonNull(d.slot(1))).continues((Ref) requireNonNull(before))).isTrue();
    assertThat(d.refs.find(1)).as("joined with what it continues").isEqualTo(d.refs.find(0));
    assertThat(read.end()).isIn(filled(2, BLOCK), filled(9, BLOCK), filled(9, BLOCK / 2));
  }

  // Through a page table.

  /** The size goes first, then what is cut off; a view shows that until its entry is gone. */
  @Test
  void load_whileTheFileIsCut_isOfBeforeOrAfter() throws Exception {
    FragmentCache c = plain(FragmentCache.builder());
    c.create("a");
    c.write("a", 0, bytes(1, BLOCK));
    c.process("p").map("a", MapKind.SHARED);
    ByteBuffer dst = ByteBuffer.allocate(8);
    assertThat(c.process("p").load(0, dst)).isEqualTo(Status.OK);
    Actor<Status> truncate = schedule.start(Step.TruncateBlocks, () -> c.truncate("a", 0));
    assertThat(c.size("a")).isEqualTo(0);
    assertThat(c.process("p").load(0, dst.clear())).isIn(Status.OK, Status.SIGBUS);
    assertThat(dst.array()).isEqualTo(filled(1, 8));
    assertThat(truncate.end()).isEqualTo(Status.OK);
    assertThat(c.process("p").load(0, dst.clear())).isEqualTo(Status.SIGBUS);
  }

  /** A private copy is there with its store: not before, for then it could be what no file has. */
  @Test
  void load_whileAPrivateCopyIsMade_isOfTheFileOrOfTheStore() throws Exception {
    FragmentCache c = plain(FragmentCache.builder());
    c.create("a");
    c.write("a", 0, bytes(1, BLOCK));
    c.process("p").map("a", MapKind.PRIVATE);
    Actor<Status> store = schedule.start(Step.LoadPut, () -> c.process("p").store(0, bytes(9, 1)));
    c.write("a", 0, bytes(2, BLOCK));
    ByteBuffer dst = ByteBuffer.allocate(2);
    assertThat(c.process("p").load(0, dst)).isEqualTo(Status.OK);
    assertThat(store.end()).isEqualTo(Status.OK);
    assertThat(dst.array()).isIn(new byte[] {9, 1}, new byte[] {2, 2});
  }

  /** While one loads through a view, it is there for all: it goes for all at once. */
  @Test
  void unmap_whileALoadIsUnderWay_leavesTheViewUntilItIsOver() throws Exception {
    FragmentCache c = plain(FragmentCache.builder());
    c.create("a");
    c.write("a", 0, bytes(1, BLOCK));
    c.process("p").map("a", MapKind.SHARED);
    ByteBuffer dst = ByteBuffer.allocate(8);
    c.process("p").load(0, dst.duplicate());
    Folio held = requireNonNull(requireNonNull(c.internals().named("a")).ownFolio(0));
    held.beginStore(); // loads of it wait, and have the view's monitor
    Thread load = new Thread(() -> c.process("p").load(0, dst));
    Thread unmap = new Thread(() -> c.process("p").unmap());
    load.start();
    while (!List.of(load.getStackTrace()).toString().contains("Folio.load")) {
      Thread.sleep(1);
    }
    unmap.start();
    while (unmap.getState() != Thread.State.BLOCKED) {
      Thread.sleep(1);
    }
    boolean isThere = c.internals().views.containsKey("p");
    held.endStore();
    load.join();
    unmap.join();
    assertThat(isThere).isTrue();
    assertThat(c.internals().views).isEmpty();
    assertThat(dst.array()).isEqualTo(filled(1, 8));
  }

  // A read of a folio that is the file's no longer.

  @Test
  void read_ofAPinnedFolioThatLeavesTheFile_doesNotSeeLaterStores() throws Exception {
    Rig rig = rig(2, "a").create("a", 1).pin("h", "a", 0, PinKind.WRITE);
    Actor<Integer> read = schedule.start(Step.ReadCopy, () -> rig.read("a", 0));
    assertThat(rig.punch("a", 0, 1)).isEqualTo(Status.OK);
    rig.pinStore("h", 9);
    assertThat(read.end()).isIn(1, 0);
  }

  @Test
  void read_ofAFileThatIsUnlinked_doesNotSeeLaterStores() throws Exception {
    Rig rig = rig(2, "a").create("a", 1).map("p", "a", MapKind.SHARED);
    ByteBuffer dst = rig.unit(0);
    Actor<Status> read = schedule.start(Step.ReadSize, () -> rig.cache.read("a", 0, dst));
    rig.cache.unlink("a");
    rig.store("p", 0, 9);
    if (read.end() == Status.OK) {
      assertThat(rig.data.decode(dst.flip())).isEqualTo(1);
    } else {
      assertThat(read.get()).isEqualTo(Status.ENOENT);
    }
  }

  // What a file gains reads as zeros.

  @Test
  void truncate_thatGrows_whileAViewStoresBeyondTheEnd() throws Exception {
    Rig rig = rig(2, "a").create("a");
    rig.cache.write("a", 0, bytes(1, BLOCK / 2));
    rig.map("p", "a", MapKind.SHARED);
    assertThat(rig.cache.process("p").store(0, bytes(1, 8))).isEqualTo(Status.OK);
    Actor<Status> truncate =
        schedule.start(Step.TruncateSize, () -> rig.cache.truncate("a", BLOCK));
    Actor<Status> store =
        schedule.start(null, () -> rig.cache.process("p").store(BLOCK / 2, bytes(3, 8)));
    Thread.sleep(100);
    boolean before = store.task.isDone();
    assertThat(rig.cache.size("a")).isEqualTo(BLOCK / 2); // so the truncate comes after the store
    assertThat(truncate.end()).isEqualTo(Status.OK);
    assertThat(store.get()).isEqualTo(Status.OK);
    assertThat(read(rig.cache, "a", BLOCK / 2, 8)).isEqualTo(filled(before ? 0 : 3, 8));
  }
}
