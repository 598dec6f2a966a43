package org.fragcache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Schedules that once showed a fault: threads are parked at steps, or where they would take a
 * monitor, while others go on. Each test says what must hold.
 */
@Timeout(60)
final class RacesTest {
  private static final int BLOCK = Rig.BLOCK;

  /** Parks threads at steps. */
  private static final class Schedule implements StepListener {
    private final ConcurrentHashMap<Thread, Actor<?>> actors = new ConcurrentHashMap<>();

    @Override
    public void step(Step step) {
      Actor<?> actor = actors.get(Thread.currentThread());
      if (actor != null) {
        actor.at(step);
      }
    }

    /** Runs until it is about to take this step. */
    <T> Actor<T> start(@Nullable Step stop, Callable<T> body) throws Exception {
      Actor<T> actor = new Actor<>(stop, body);
      actors.put(actor.thread, actor);
      actor.thread.setDaemon(true);
      actor.thread.start();
      if (stop != null) {
        actor.awaitParked();
      }
      return actor;
    }
  }

  private static final class Actor<T> {
    final FutureTask<T> task;
    final Thread thread;
    private @Nullable Step stop;
    private boolean parked;

    Actor(@Nullable Step stop, Callable<T> body) {
      this.stop = stop;
      this.task = new FutureTask<>(body);
      this.thread = new Thread(task);
    }

    synchronized void at(Step step) {
      if (step != stop) {
        return;
      }
      parked = true;
      notifyAll();
      while (parked) {
        try {
          wait();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }

    synchronized void awaitParked() throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (!parked) {
        wait(50);
        if (task.isDone() || System.nanoTime() > end) {
          throw new AssertionError(
              "not at " + stop + ": " + Arrays.toString(thread.getStackTrace()));
        }
      }
    }

    synchronized void go(@Nullable Step next) {
      stop = next;
      parked = false;
      notifyAll();
    }

    T get() throws Exception {
      try {
        return task.get(8, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new AssertionError("hangs: " + Arrays.toString(thread.getStackTrace()), e);
      }
    }

    T end() throws Exception {
      go(null);
      return get();
    }

    void await(Thread.State state) throws InterruptedException {
      until(() -> thread.getState() == state);
    }
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 5_000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(1);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private final Schedule schedule = new Schedule();

  private Rig rig(FragmentCacheBuilder builder, int blocks, String... files) {
    return new Rig(builder.blockSize(BLOCK).stepListener(schedule), blocks, files);
  }

  private Rig rig(int blocks, String... files) {
    return rig(FragmentCache.builder(), blocks, files);
  }

  private static ByteBuffer bytes(int value, int n) {
    byte[] b = new byte[n];
    Arrays.fill(b, (byte) value);
    return ByteBuffer.wrap(b);
  }

  private static byte[] read(FragmentCache cache, String f, long pos, int n) {
    ByteBuffer dst = ByteBuffer.allocate(n);
    assertThat(cache.read(f, pos, dst)).isEqualTo(Status.OK);
    return Arrays.copyOf(dst.array(), dst.position());
  }

  private static byte[] filled(int value, int n) {
    return bytes(value, n).array();
  }

  // A. Ptes.protect of an entry under migration.

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

  // B. A private copy takes the place of an entry under migration, for which another thread waits.

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

  // C. Truncate cleans the tail with bytes read before the last store through a pin.

  @Test
  void truncate_whileAPinIsStoredToAndDropped_keepsTheStore() throws Exception {
    Rig rig = rig(2, "a").create("a");
    rig.cache.write("a", 0, bytes(1, BLOCK));
    rig.pin("h", "a", 0, PinKind.WRITE);
    Actor<Status> truncate =
        schedule.start(Step.TruncateSize, () -> rig.cache.truncate("a", BLOCK / 2));
    assertThat(rig.cache.pinHandle("h").store(bytes(2, BLOCK / 2))).isEqualTo(Status.OK);
    rig.unpin("h");
    assertThat(truncate.end()).isEqualTo(Status.OK);
    assertThat(read(rig.cache, "a", 0, BLOCK)).isEqualTo(filled(2, BLOCK / 2));
    rig.environment().writeback("a", 0);
    rig.environment().reclaimOwn("a", 0);
    assertThat(read(rig.cache, "a", 0, BLOCK)).isEqualTo(filled(2, BLOCK / 2));
  }

  // D. A dead offset of a fragment lives again before its folio is dropped.

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

  // E. fsync meets a migration.

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

  // E2. A clone donates the mapping between two looks at its host.

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

  // F. A migration frees the old folio before it ends: its id is used again.

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

  // G. Writeback zeroes beyond a size that has grown meanwhile.

  @Test
  void writeback_whileTheFileGrows_keepsAStoreBeyondTheOldEnd() throws Exception {
    int lost = 0;
    for (int i = 0; i < 60; i++) {
      Rig rig = rig(2, "a").create("a");
      rig.cache.write("a", 0, bytes(1, BLOCK / 2));
      rig.map("p", "a", MapKind.SHARED);
      assertThat(rig.cache.process("p").store(0, bytes(1, 8))).isEqualTo(Status.OK);
      Actor<Status> truncate =
          schedule.start(Step.TruncateSize, () -> rig.cache.truncate("a", BLOCK));
      Actor<Boolean> writeback = schedule.start(null, () -> rig.environment().writeback("a", 0));
      assertThat(truncate.end()).isEqualTo(Status.OK);
      assertThat(rig.cache.size("a")).isEqualTo(BLOCK);
      Actor<Status> store =
          schedule.start(null, () -> rig.cache.process("p").store(BLOCK / 2, bytes(3, 8)));
      assertThat(store.get()).isEqualTo(Status.OK);
      writeback.get();
      lost += Arrays.equals(read(rig.cache, "a", BLOCK / 2, 8), filled(3, 8)) ? 0 : 1;
    }
    assertThat(lost).as("stores lost of 60").isZero();
  }

  // H. A read with the bytes of one moment and the size of another.

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

  // I. A read of a folio that is the file's no longer.

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

  // K. Memory.

  @Test
  void read_whileAPunchHasReservedAllMemory_waits() throws Exception {
    Rig rig = rig(FragmentCache.builder().memoryLimit(2 * BLOCK), 4, "a", "b");
    rig.create("a", 1, 2).create("b", 3);
    rig.cache.fsync("a");
    rig.cache.fsync("b");
    rig.environment().reclaimOwn("a", 0);
    rig.environment().reclaimOwn("a", 1);
    rig.environment().reclaimOwn("b", 0);
    Actor<Status> punch =
        schedule.start(Step.PunchRemove, () -> rig.cache.punch("a", BLOCK / 2, BLOCK));
    Actor<Integer> read = schedule.start(null, () -> rig.read("b", 0));
    Thread.sleep(20); // far less than the patience of makeRoom
    assertThat(punch.end()).isEqualTo(Status.OK);
    assertThat(read.get()).isEqualTo(3);
  }

  @Test
  void twoCows_withMemoryOfTwoFolios_bothEnd() throws Exception {
    Rig rig = rig(FragmentCache.builder().memoryLimit(2 * BLOCK), 4, "a", "b", "c", "d");
    rig.create("a", 1).create("b").clone("a", "b").create("c", 2).create("d").clone("c", "d");
    assertThat(rig.read("a", 0)).isEqualTo(1);
    assertThat(rig.read("c", 0)).isEqualTo(2);
    Actor<Status> one =
        schedule.start(Step.LookupRecheck, () -> rig.cache.write("a", 0, bytes(5, 8)));
    Actor<Status> two =
        schedule.start(Step.LookupRecheck, () -> rig.cache.write("c", 0, bytes(6, 8)));
    one.go(null);
    two.go(null);
    assertThatCode(
            () -> {
              one.get();
              two.get();
            })
        .doesNotThrowAnyException();
  }

  // L. A write can be seen before it is dirty.

  private static final class Hooked implements BlockStore {
    private final BlockStore store;
    private Runnable inCommit = () -> {};

    Hooked(BlockStore store) {
      this.store = store;
    }

    @Override
    public int blockSize() {
      return store.blockSize();
    }

    @Override
    public long allocate() throws IOException {
      return store.allocate();
    }

    @Override
    public void free(long block) {
      store.free(block);
    }

    @Override
    public void claim(long block) {
      store.claim(block);
    }

    @Override
    public void read(long block, ByteBuffer dst) throws IOException {
      store.read(block, dst);
    }

    @Override
    public void write(long block, ByteBuffer src) throws IOException {
      store.write(block, src);
    }

    @Override
    public void commit(byte[] metadata) throws IOException {
      inCommit.run();
      store.commit(metadata);
    }

    @Override
    public boolean append(byte[] record) throws IOException {
      inCommit.run();
      return store.append(record);
    }

    @Override
    public List<byte[]> log() throws IOException {
      return store.log();
    }

    @Override
    public byte[] metadata() throws IOException {
      return store.metadata();
    }

    @Override
    public long allocated() {
      return store.allocated();
    }

    @Override
    public void close() throws IOException {
      store.close();
    }
  }

  private static FragmentCache reopened(BlockDevice device) throws IOException {
    return FragmentCache.builder()
        .store(DeviceBlockStore.open(device))
        .maxFileBlocks(2)
        .durable(true)
        .build();
  }

  @Test
  void fsync_afterAReadOfAWrite_makesItLast() throws Exception {
    MemoryBlockDevice device = new MemoryBlockDevice();
    BlockStore store = DeviceBlockStore.create(device, BLOCK);
    Rig rig = rig(FragmentCache.builder().store(store).durable(true), 2, "a");
    rig.create("a", 1);
    assertThat(rig.cache.fsync("a")).isEqualTo(Status.OK);
    Actor<Status> write = schedule.start(Step.WriteCopy, () -> rig.tryWrite("a", 0, 2));
    Actor<Status> fsync =
        schedule.start(
            null,
            () -> {
              until(() -> Integer.valueOf(2).equals(rig.read("a", 0)));
              return rig.cache.fsync("a");
            });
    assertThat(write.end()).isEqualTo(Status.OK);
    assertThat(fsync.get()).isEqualTo(Status.OK);
    ByteBuffer dst = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    reopened(device).read("a", 0, dst);
    assertThat(rig.data.decode(dst.flip())).isEqualTo(2);
  }

  // M. Close.

  @Test
  void write_thatCompletesBeforeCloseReturns_lasts() throws Exception {
    MemoryBlockDevice device = new MemoryBlockDevice();
    Hooked store = new Hooked(DeviceBlockStore.create(device, BLOCK));
    Rig rig = rig(FragmentCache.builder().store(store).durable(true), 2, "a").create("a", 1);
    AtomicReference<@Nullable Object> result = new AtomicReference<>();
    Thread writer =
        new Thread(
            () -> {
              try {
                result.set(rig.tryWrite("a", 0, 2));
              } catch (IllegalStateException e) {
                result.set(e); // closed: fine
              }
            });
    store.inCommit =
        () -> {
          if (writer.getState() == Thread.State.NEW) {
            writer.start();
          }
          try {
            writer.join(100); // as far as it comes
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    rig.cache.close();
    writer.join();
    ByteBuffer dst = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    reopened(device).read("a", 0, dst);
    assertThat(rig.data.decode(dst.flip())).isEqualTo(result.get() == Status.OK ? 2 : 1);
  }

  // N. Far blocks.

  @Test
  void viewOfAFarBlock_takesLittleMemory() {
    FragmentCache cache =
        FragmentCache.builder().blockSize(BLOCK).maxFileBlocks(Integer.MAX_VALUE).build();
    cache.create("a");
    long size = (long) Integer.MAX_VALUE * BLOCK;
    assertThat(cache.truncate("a", size)).isEqualTo(Status.OK);
    cache.process("p").map("a", MapKind.SHARED);
    assertThatCode(() -> cache.process("p").load(size - BLOCK, ByteBuffer.allocate(BLOCK)))
        .doesNotThrowAnyException();
  }

  @Test
  void commitOfAFarBlock_takesLittleMemory() {
    FragmentCache cache =
        FragmentCache.builder()
            .blockSize(BLOCK)
            .maxFileBlocks(Integer.MAX_VALUE)
            .durable(true)
            .build();
    cache.create("a");
    assertThat(cache.write("a", (Integer.MAX_VALUE - 1L) * BLOCK, bytes(1, BLOCK)))
        .isEqualTo(Status.OK);
    assertThatCode(() -> cache.fsync("a")).doesNotThrowAnyException();
  }

  // P. What a file gains reads as zeros.

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

  // Q. A process whose view is gone can map.

  @Test
  void map_afterALoadThatFoundNothingMapped() throws Exception {
    FragmentCache cache = FragmentCache.builder().blockSize(BLOCK).maxFileBlocks(2).build();
    cache.create("a");
    cache.create("b");
    cache.write("a", 0, bytes(1, BLOCK));
    int refused = 0;
    ByteBuffer dst = ByteBuffer.allocate(BLOCK);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
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

  // R. Capacity.

  @Test
  void twoStoresToABlock_withRoomForOne_bothSucceed() throws Exception {
    Rig rig = rig(FragmentCache.builder().capacity(2), 2, "a", "b");
    rig.create("a", 1).create("b").clone("a", "b");
    rig.map("p", "a", MapKind.SHARED).map("q", "a", MapKind.SHARED);
    Actor<Status> one = schedule.start(Step.CowReplace, () -> rig.tryStore("p", 0, 2));
    Actor<Status> two = schedule.start(null, () -> rig.tryStore("q", 0, 3));
    assertThat(one.end()).isEqualTo(Status.OK);
    assertThat(two.get()).isEqualTo(Status.OK);
  }

  @Test
  void unlink_whileAnotherFileStillReadsTheBlock_givesTheRoomBack() throws Exception {
    Rig rig = rig(FragmentCache.builder().capacity(1), 2, "a", "b", "c");
    rig.create("a", 1).create("b").clone("a", "b").create("c");
    assertThat(rig.environment().reclaimFragment(1, 0)).isTrue();
    Actor<Status> read =
        schedule.start(Step.FillRead, () -> rig.cache.read("b", 0, ByteBuffer.allocate(BLOCK)));
    assertThat(rig.cache.unlink("a")).isEqualTo(Status.OK);
    assertThat(rig.tryWrite("b", 1, 5)).isEqualTo(Status.ENOSPC);
    assertThat(read.end()).isEqualTo(Status.OK);
    assertThat(rig.cache.unlink("b")).isEqualTo(Status.OK);
    assertThat(rig.tryWrite("c", 0, 5)).isEqualTo(Status.OK);
    rig.cache.checkInvariants();
  }

  // S. An interrupted thread has no patience.

  @Test
  void read_ofAnInterruptedThread_waitsForMemoryToo() throws Exception {
    Rig rig = rig(FragmentCache.builder().memoryLimit(2 * BLOCK), 4, "a", "b", "c");
    rig.create("a", 1).create("b", 2).create("c", 3);
    for (String f : new String[] {"a", "b", "c"}) {
      rig.cache.fsync(f);
      rig.environment().reclaimOwn(f, 0);
    }
    Actor<Integer> one = schedule.start(Step.FillRead, () -> rig.read("a", 0));
    Actor<Integer> two = schedule.start(Step.FillRead, () -> rig.read("b", 0));
    Actor<Integer> three =
        schedule.start(
            null,
            () -> {
              Thread.currentThread().interrupt();
              return rig.read("c", 0);
            });
    Thread.sleep(100); // half of the patience of makeRoom
    assertThat(one.end()).isEqualTo(1);
    assertThat(two.end()).isEqualTo(2);
    assertThat(three.get()).isEqualTo(3);
  }
}
