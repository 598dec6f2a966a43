package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import org.fragcache.Schedule.Actor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** There is room for a call from when others have seen that there is. See {@link Racing}. */
@Timeout(60)
final class RoomRacesTest extends Racing {

  /** File a has a block of a fragment that nobody else refers to any more; b is empty. */
  private FragmentCache lastSharer(FragmentCacheBuilder builder) {
    FragmentCache c = plain(builder);
    c.create("a");
    c.create("b");
    c.create("c");
    c.write("a", 0, bytes(1, BLOCK));
    assertThat(c.clone("a", 0, 0, "c", 0)).isEqualTo(Status.OK);
    assertThat(c.unlink("c")).isEqualTo(Status.OK);
    return c;
  }

  /** What a write to b says that begins before another call ends. */
  private Status writtenWhile(FragmentCache c, Actor<Status> other) throws Exception {
    Actor<Status> write = schedule.start(null, () -> c.write("b", 0, bytes(2, BLOCK)));
    Thread.sleep(20);
    assertThat(other.end()).isEqualTo(Status.OK);
    return write.get();
  }

  @Test
  void write_whileAFillReadsABlockThatNoFileHas_findsItsRoom() throws Exception {
    FragmentCache c = lastSharer(FragmentCache.builder().capacity(2));
    assertThat(c.environment().reclaimFragment(1, 0)).isTrue();
    Actor<Status> write = schedule.start(Step.CowReplace, () -> c.write("a", 0, bytes(2, BLOCK)));
    Actor<byte[]> reader = schedule.start(Step.FillRead, () -> read(c, "a", 0, BLOCK));
    write.go(Step.DropReferrer);
    write.awaitParked();
    assertThat(c.fsync("a")).isEqualTo(Status.OK);
    assertThat(c.write("b", 0, bytes(3, BLOCK))).isEqualTo(Status.OK);
    reader.end();
    assertThat(write.end()).isEqualTo(Status.OK);
    assertThat(c.stats().usedBlocks()).isEqualTo(2);
    c.checkInvariants();
  }

  @Test
  void write_afterATruncateThatIsSeen_findsItsRoom() throws Exception {
    FragmentCache c = plain(FragmentCache.builder().capacity(1));
    c.create("a");
    c.create("b");
    c.write("a", 0, bytes(1, BLOCK));
    c.fsync("a");
    Actor<Status> truncate = schedule.start(Step.TruncateMap, () -> c.truncate("a", 0));
    assertThat(c.size("a")).isEqualTo(0);
    assertThat(writtenWhile(c, truncate)).isEqualTo(Status.OK);
    c.checkInvariants();
  }

  @Test
  void write_afterATruncateWithinALastSharersBlockIsSeen_findsItsRoom() throws Exception {
    FragmentCache c = lastSharer(FragmentCache.builder().capacity(2));
    Actor<Status> truncate = schedule.start(Step.CleanEnd, () -> c.truncate("a", BLOCK / 2));
    assertThat(c.size("a")).isEqualTo(BLOCK / 2);
    assertThat(writtenWhile(c, truncate)).isEqualTo(Status.OK);
    c.checkInvariants();
  }

  @Test
  void map_afterTheLastViewOfAnUnlinkedFileIsGone_findsItsRoom() throws Exception {
    FragmentCache c = plain(FragmentCache.builder().capacity(1));
    c.create("a");
    c.create("b");
    c.write("a", 0, bytes(1, BLOCK));
    c.process("p").map("a", MapKind.SHARED);
    c.unlink("a");
    Actor<Status> unmap = schedule.start(Step.RemoveSlot, () -> c.process("p").unmap());
    assertThat(c.process("p").map("b", MapKind.SHARED)).isEqualTo(Status.OK); // the view is gone
    assertThat(writtenWhile(c, unmap)).isEqualTo(Status.OK);
  }

  @Test
  void write_memoryBacked_afterAWriteOfALastSharerIsSeen_findsItsRoom() throws Exception {
    FragmentCache c = lastSharer(FragmentCache.builder().memoryBacked().capacity(2));
    Actor<Status> first = schedule.start(Step.DropReferrer, () -> c.write("a", 0, bytes(3, BLOCK)));
    assertThat(read(c, "a", 0, BLOCK)).isEqualTo(filled(3, BLOCK));
    assertThat(writtenWhile(c, first)).isEqualTo(Status.OK);
    c.checkInvariants();
  }

  @Test
  void write_withoutRoom_isToldSoWhenOthersHaveGivenNothingBack() throws Exception {
    FragmentCache c = plain(FragmentCache.builder().memoryBacked().capacity(2));
    c.create("a");
    c.create("b");
    c.create("c");
    c.write("a", 0, bytes(1, BLOCK));
    c.clone("a", 0, 0, "c", 0);
    Actor<Status> first = schedule.start(Step.DropReferrer, () -> c.write("a", 0, bytes(3, BLOCK)));
    assertThat(writtenWhile(c, first)).isEqualTo(Status.ENOSPC); // c has the old block still
  }
}
