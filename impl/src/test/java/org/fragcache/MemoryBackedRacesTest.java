package org.fragcache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.fragcache.Schedule.Actor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memory-backed: folios are the only copy, and fsync and clone have nothing else. */
@Timeout(60)
final class MemoryBackedRacesTest extends Racing {
  private final FragmentCache cache = plain(FragmentCache.builder().memoryBacked());

  // A clone that gives the mapping away, beside fsync.

  @Test
  void fsync_overtakenByCloneAndTruncate_leavesTheCloneAsItIs() throws Exception {
    cache.create("a");
    cache.create("b");
    cache.write("a", 0, bytes(1, BLOCK));
    cache.write("a", BLOCK, bytes(2, BLOCK / 2));
    Actor<Status> fsync = schedule.start(Step.CleanLock, () -> cache.fsync("a"));
    Actor<Status> clone = schedule.start(Step.ShareMake, () -> cache.clone("a", 0, 0, "b", 0));
    Folio p = requireNonNull(requireNonNull(cache.internals().named("a")).ownFolio(1));
    p.beginStore(); // so that fsync waits before it zeroes, the folio locked and seen to be a's
    fsync.go(null);
    Schedule.until(p::isLocked);
    Thread.sleep(20);
    assertThat(clone.end()).isEqualTo(Status.OK);
    assertThat(cache.truncate("a", BLOCK)).isEqualTo(Status.OK);
    p.endStore();
    assertThat(fsync.get()).isEqualTo(Status.OK);
    assertThat(read(cache, "b", BLOCK, BLOCK)).isEqualTo(filled(2, BLOCK / 2));
  }

  // A clone that copies what is pinned, beside migration.

  @Test
  void clone_ofABlockThatIsUnpinnedAndMigrated_copiesItsBytes() throws Exception {
    cache.create("a");
    cache.create("b");
    cache.create("c");
    cache.write("a", 0, bytes(1, BLOCK));
    assertThat(cache.pinHandle("h").pin("a", 0, PinKind.WRITE)).isEqualTo(Status.OK);
    Actor<Status> clone = schedule.start(Step.CloneCopy, () -> cache.clone("a", 0, 0, "b", 0));
    assertThat(cache.pinHandle("h").unpin()).isEqualTo(Status.OK);
    assertThat(cache.environment().migrateOwn("a", 0)).isTrue();
    assertThat(cache.write("c", 0, bytes(9, BLOCK))).isEqualTo(Status.OK); // where it was
    assertThat(clone.end()).isEqualTo(Status.OK);
    assertThat(read(cache, "b", 0, BLOCK)).isEqualTo(filled(1, BLOCK));
  }

  /** What holds i_pages may have a folio more in the mapping for the moment. */
  @Test
  void clone_whileTheMappingIsChanged_countsItsFoliosBeforeOrAfter() throws Exception {
    cache.create("a");
    cache.create("b");
    for (int b : new int[] {0, 1, 2, 4}) {
      cache.write("a", (long) b * BLOCK, bytes(1, BLOCK));
    }
    Mapping m = requireNonNull(cache.internals().named("a")).mapping();
    Folio moving = requireNonNull(cache.internals().folios.take());
    Actor<Status> clone;
    synchronized (m) {
      m.add(3, moving);
      clone = schedule.start(null, () -> cache.clone("a", 0, 0, "b", 0));
      Schedule.until(() -> clone.task.isDone() || clone.thread.getState() == Thread.State.BLOCKED);
      m.remove(moving);
    }
    assertThat(clone.get()).isEqualTo(Status.OK);
    assertThat(requireNonNull(cache.internals().named("b")).slot(3)).as("the hole").isNull();
  }

  @Test
  void replace_leavesTheCountOfFoliosAlone() throws Exception {
    cache.create("a");
    cache.write("a", 0, bytes(1, BLOCK));
    Mapping m = requireNonNull(cache.internals().named("a")).mapping();
    assertThat(cache.environment().migrateOwn("a", 0)).isTrue();
    assertThat(m.folios()).isEqualTo(1);
  }
}
