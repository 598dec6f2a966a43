package org.fragcache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.fragcache.Schedule.Actor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Page tables, writeback and clone beside a migration. See {@link Racing}. */
@Timeout(60)
final class MigrationRacesTest extends Racing {
  // Ptes.protect of an entry under migration.

  @Test
  void truncate_protectsAnEntryUnderMigration_whichKeepsItsReference() throws Exception {
    Rig rig = rig(2, "a").create("a", 1).map("p", "a", MapKind.SHARED).store("p", 0, 2);
    Actor<Boolean> migrate =
        schedule.start(Step.MigrateFreeze, () -> rig.environment().migrateOwn("a", 0));
    Actor<Status> truncate =
        schedule.start(Step.WriteFolio, () -> rig.cache.truncate("a", BLOCK / 2));
    migrate.end();
    assertThat(truncate.end()).isEqualTo(Status.OK);
    rig.cache.process("p").unmap();
    rig.cache.checkInvariants();
  }

  // A private copy takes the place of an entry under migration, for which another thread waits.

  @Test
  void privateCopy_ofAnEntryUnderMigration_wakesWhoWaits() throws Exception {
    Rig rig = rig(2, "a").create("a", 1).map("p", "a", MapKind.PRIVATE);
    assertThat(rig.load("p", 0)).isEqualTo(1);
    Actor<Status> store = schedule.start(Step.LoadHit, () -> rig.tryStore("p", 0, 2));
    Actor<Boolean> migrate =
        schedule.start(Step.MigrateFreeze, () -> rig.environment().migrateOwn("a", 0));
    Actor<Status> load = schedule.start(null, () -> rig.tryLoad("p", 0));
    load.await(Thread.State.WAITING);
    assertThat(store.end()).isEqualTo(Status.OK);
    migrate.end();
    try {
      assertThat(load.get()).isEqualTo(Status.OK);
    } finally {
      rig.truncate("a", 0); // wakes it
    }
  }

  // fsync meets a migration.

  @Test
  void fsync_duringMigration_writesTheBlock() throws Exception {
    FragmentCache cache = FragmentCache.builder().blockSize(BLOCK).maxFileBlocks(4).build();
    cache.create("a");
    AtomicReference<@Nullable Object> stop = new AtomicReference<>();
    FutureTask<Boolean> migrator =
        new FutureTask<>(
            () -> {
              while (stop.get() == null) {
                cache.environment().migrateOwn("a", 0);
              }
              return true;
            });
    Thread thread = new Thread(migrator);
    thread.start();
    int missed = 0;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    int i = 0;
    for (; System.nanoTime() < end && missed == 0; i++) {
      cache.write("a", 0, bytes(i, BLOCK));
      long before = cache.internals().store.writes();
      assertThat(cache.fsync("a")).isEqualTo(Status.OK);
      missed += cache.internals().store.writes() == before ? 1 : 0;
    }
    stop.set(cache);
    migrator.get();
    assertThat(missed).as("fsyncs that wrote nothing, of %d", i).isZero();
  }

  // A clone donates the mapping between two looks at its host.

  @Test
  void clone_duringMigration_leavesNoEntryWaiting() throws Exception {
    FragmentCache cache = FragmentCache.builder().blockSize(BLOCK).maxFileBlocks(4).build();
    cache.create("a");
    cache.create("b");
    cache.process("p").map("a", MapKind.SHARED);
    AtomicReference<@Nullable Object> stop = new AtomicReference<>();
    Actor<Boolean> migrator =
        schedule.start(
            null,
            () -> {
              while (stop.get() == null) {
                cache.environment().migrateOwn("a", 0);
              }
              return true;
            });
    AtomicInteger clones = new AtomicInteger();
    Actor<Integer> cloner =
        schedule.start(
            null,
            () -> {
              int leaked = 0;
              for (int i = 0; stop.get() == null && leaked == 0; i++) {
                clones.set(i);
                cache.write("a", 0, bytes(1, BLOCK));
                cache.process("p").store(0, bytes(1, BLOCK));
                cache.clone("a", 0, 0, "b", 0);
                cache.process("p").store(0, bytes(2, BLOCK));
                leaked += Arrays.equals(read(cache, "b", 0, BLOCK), filled(1, BLOCK)) ? 0 : 1;
              }
              return leaked;
            });
    long end =
        System.nanoTime()
            + TimeUnit.SECONDS.toNanos(Integer.getInteger("fragcache.races.seconds", 3));
    int before = -1;
    while (System.nanoTime() < end && clones.get() != before) {
      before = clones.get();
      Thread.sleep(500);
    }
    stop.set(cache);
    migrator.get();
    assertThat(cloner.get()).as("clones that saw a later store, of %d", before).isZero();
  }

  // A migration frees the old folio before it ends: its id is used again.

  @Test
  void migration_whoseOldFolioIsUsedAgain_mapsNoFragmentWritable() throws Exception {
    Rig rig = rig(2, "a", "b").create("a", 1).create("b").clone("a", "b");
    rig.map("p", "b", MapKind.SHARED);
    assertThat(rig.load("p", 0)).isEqualTo(1);
    Fragment fr = requireNonNull(rig.cache.internals().fragments.find(1));
    Folio from = requireNonNull(fr.folio(0));
    Actor<Boolean> first =
        schedule.start(Step.MigrateRestore, () -> rig.environment().migrateFragment(1, 0));
    Actor<Status> write;
    Actor<Boolean> second;
    synchronized (fr.referrers) { // as if the first were preempted where it takes this
      first.go(null);
      first.await(Thread.State.BLOCKED);
      assertThat(rig.cache.internals().folios.isUsed(from.id)).as("its id is kept").isTrue();
      write = schedule.start(Step.DropReferrer, () -> rig.tryWrite("b", 0, 5));
      rig.store("p", 0, 6);
      second = schedule.start(Step.MigrateFreeze, () -> rig.environment().migrateOwn("b", 0));
    }
    first.get();
    second.end();
    assertThat(write.end()).isEqualTo(Status.OK);
    rig.store("p", 0, 77);
    assertThat(rig.read("a", 0)).as("a, to which nobody has stored").isEqualTo(1);
    assertThat(rig.read("b", 0)).isEqualTo(77);
  }
}
