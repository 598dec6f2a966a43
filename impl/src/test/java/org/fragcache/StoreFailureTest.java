package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that fails leaves a cache that can go on. */
final class StoreFailureTest {
  private final FailingStore store = new FailingStore();
  private final Rig rig =
      new Rig(FragmentCache.builder().store(store).memoryLimit(2 * Rig.BLOCK), 4, "a", "b");
  private final FragmentCache cache = rig.cache;

  @AfterEach
  void checkInvariants() {
    store.readsLeft = Integer.MAX_VALUE;
    cache.checkInvariants();
  }

  @Test
  void fsync_failingWrite_leavesTheRestDirty() {
    rig.create("a", 1, 2);
    store.writesLeft = 1;
    assertThatThrownBy(() -> cache.fsync("a"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("write of folio 2 to store block 1 failed: planted");
    assertThat(cache.stats().dirtyFolios()).isEqualTo(1);
    assertThat(store.allocated()).isEqualTo(1);
    store.writesLeft = Integer.MAX_VALUE;
    assertThat(cache.fsync("a")).isEqualTo(Status.OK);
    rig.assertContent("a", 1, 2);
  }

  @Test
  void clone_failingWrite_leavesTheDestination() {
    rig.create("a", 1).create("b", 5);
    store.writesLeft = 0;
    assertThatThrownBy(() -> cache.clone("a", 0, 0, "b", 0))
        .hasMessageStartingWith("write of folio 1 to store block 0 failed");
    rig.assertContent("b", 5);
    rig.assertContent("a", 1);
  }

  @Test
  void read_failingRead_takesNoFolio() {
    rig.create("a", 1).create("b");
    cache.fsync("a");
    cache.environment().evict("a");
    store.readsLeft = 0;
    assertThatThrownBy(() -> rig.read("a", 0)).hasMessage("read of store block 0 failed: planted");
    assertThat(cache.stats().cachedFolios()).isZero();
    store.readsLeft = Integer.MAX_VALUE;
    rig.assertContent("a", 1);
    rig.clone("a", "b");
    cache.environment().evict("a");
    cache.environment().evict("b");
    store.readsLeft = 0;
    assertThatThrownBy(() -> rig.read("b", 0)).isInstanceOf(UncheckedIOException.class);
    store.readsLeft = Integer.MAX_VALUE;
    cache.checkInvariants();
    rig.assertContent("b", 1);
  }

  @Test
  void write_failingReadOfWhatIsShared_leavesTheBlockAndAnotherReference() {
    FailingStore other = new FailingStore();
    Rig units = new Rig(FragmentCache.builder().store(other), 1, 2, "a", "b");
    units.create("a", 1, 2).create("b").clone("a", "b");
    assertThat(units.cache.environment().reclaimFragment(1, 0)).isTrue();
    Inode a = Objects.requireNonNull(units.cache.internals().named("a"));
    Object before = a.slot(0);
    other.readsLeft = 0;
    assertThatThrownBy(() -> units.write("a", 0, 7)).isInstanceOf(UncheckedIOException.class);
    other.readsLeft = Integer.MAX_VALUE;
    assertThat(a.slot(0)).isEqualTo(before).isNotSameAs(before);
    units.cache.checkInvariants();
    units.assertContent("a", 1, 2);
    units.assertContent("b", 1, 2);
  }

  @Test
  void write_failingWritebackUnderPressure_changesNothing() {
    rig.create("a", 1, 2);
    store.writesLeft = 0;
    assertThatThrownBy(() -> rig.tryWrite("a", 2, 3)).isInstanceOf(UncheckedIOException.class);
    rig.assertContent("a", 1, 2);
    store.writesLeft = Integer.MAX_VALUE;
    rig.write("a", 2, 3);
    rig.assertContent("a", 1, 2, 3);
  }

  @Test
  void truncateAndPunch_failingRead_changeNothing() {
    FailingStore other = new FailingStore();
    Rig two = new Rig(FragmentCache.builder().store(other), 4, 2, "a", "b");
    two.create("a", 1, 2, 3, 4, 5, 6).cache.fsync("a");
    assertThat(two.environment().evict("a")).isTrue();
    other.readsLeft = 0;
    assertThatThrownBy(() -> two.truncate("a", 1)).isInstanceOf(UncheckedIOException.class);
    other.readsLeft = 1; // of the first edge
    assertThatThrownBy(() -> two.punch("a", 1, 4)).isInstanceOf(UncheckedIOException.class);
    other.readsLeft = Integer.MAX_VALUE;
    two.cache.checkInvariants();
    two.assertContent("a", 1, 2, 3, 4, 5, 6);
    two.punch("a", 1, 4);
    two.truncate("a", 5);
    two.truncate("a", 6);
    two.assertContent("a", 1, 0, 0, 0, 0, 0);
    two.cache.checkInvariants();
  }

  /** Two units to a block, on a device that does as it is told; at least memory for two blocks. */
  private static Rig onDevice(FaultyBlockDevice device) {
    try {
      BlockStore store = DeviceBlockStore.create(device, Rig.BLOCK);
      return new Rig(
          FragmentCache.builder().store(store).memoryLimit(2 * Rig.BLOCK), 4, 2, "a", "b");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes a call once for each operation of the device that it needs, which fails; then a store
   * that has lost nothing must still give the same bytes.
   *
   * @return how many operations failed
   */
  private static int assertFailuresLoseNothing(
      Consumer<Rig> setUp, Consumer<Rig> call, int... content) {
    for (int n = 0; ; n++) {
      FaultyBlockDevice device = new FaultyBlockDevice(Rig.BLOCK);
      Rig two = onDevice(device);
      setUp.accept(two);
      device.failAt(device.operations() + n);
      try {
        call.accept(two);
        return n;
      } catch (UncheckedIOException e) {
        two.cache.checkInvariants();
        two.assertContent("a", content);
        call.accept(two); // can be repeated
        two.cache.checkInvariants();
      }
    }
  }

  /** Block 2 is a clone of block 0, whose only folio in memory is there because of block 2. */
  private static void edgeCachedByWhatIsDropped(Rig two) {
    two.create("a", 1, 2).clone("a", 0, 2, "a", 4).cache.fsync("a");
    assertThat(two.environment().evict("a")).isTrue();
    assertThat(two.read("a", 4)).isEqualTo(1);
  }

  @Test
  void truncate_edgeCachedByWhatIsDropped_losesNothing() {
    int failed =
        assertFailuresLoseNothing(
            StoreFailureTest::edgeCachedByWhatIsDropped,
            two -> two.truncate("a", 1),
            1,
            2,
            0,
            0,
            1,
            2);
    assertThat(failed).as("the write of the tail").isEqualTo(1);
  }

  @Test
  void punch_edgeCachedByWhatIsDropped_losesNothing() {
    int failed =
        assertFailuresLoseNothing(
            StoreFailureTest::edgeCachedByWhatIsDropped,
            two -> two.punch("a", 1, 5),
            1,
            2,
            0,
            0,
            1,
            2);
    assertThat(failed).as("no operation at all").isZero();
  }

  @Test
  void truncateAndPunch_memoryForTwoBlocksAndAllDirty_loseNothing() {
    Consumer<Rig> shared = two -> two.create("a", 1, 2, 3, 4, 5, 6).create("b").clone("a", "b");
    Consumer<Rig> setUp =
        shared.andThen(two -> two.write("b", 0, 7).write("b", 2, 8)); // of which some go first
    int[] content = {1, 2, 3, 4, 5, 6};
    assertThat(assertFailuresLoseNothing(setUp, two -> two.punch("a", 1, 4), content))
        .as("reads of both edges, writes of both dirty blocks")
        .isEqualTo(4);
    assertThat(assertFailuresLoseNothing(setUp, two -> two.truncate("a", 1), content))
        .as("a read, and a write of a dirty block or more")
        .isGreaterThanOrEqualTo(3);
  }

  @Test
  void reserve_thenTake_needsNoSlab() {
    FolioPool pool = new FolioPool(Rig.BLOCK, 100);
    while (pool.count() < pool.size() || pool.count() == 0) {
      pool.take();
    }
    pool.reserve(2);
    int size = pool.size();
    pool.take();
    pool.take();
    assertThat(pool.size()).isEqualTo(size).isGreaterThanOrEqualTo(pool.count());
  }

  @Test
  void reserve_withoutMemoryForASlab_reservesNothing() {
    FolioPool pool = new FolioPool(1 << 28, 100); // 8 of these are no buffer
    assertThatThrownBy(() -> pool.reserve(1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(pool.reserved()).isZero();
  }

  @Test
  void truncate_failingWriteOfTheTail_changesNothing() {
    FailingStore other = new FailingStore();
    Rig two = new Rig(FragmentCache.builder().store(other), 4, 2, "a", "b");
    two.create("a", 1, 2, 3, 4).create("b").clone("a", "b");
    other.writesLeft = 0;
    byte[] before = two.cache.encodeState(two.scope);
    assertThatThrownBy(() -> two.truncate("a", 1))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("write of block 0 of file a to store block 2 failed: planted");
    assertThat(two.cache.encodeState(two.scope)).isEqualTo(before);
    other.writesLeft = 1;
    two.truncate("a", 1);
    assertThat(two.cache.stats().dirtyFolios()).isZero(); // the zeros last before the size does
    two.truncate("a", 2);
    two.assertContent("a", 1, 0);
    two.assertContent("b", 1, 2, 3, 4);
    two.cache.checkInvariants();
  }

  @Test
  void clone_failingCopyOfPinnedBlock_leavesTheDestination() {
    FailingStore other = new FailingStore();
    Rig wide = new Rig(FragmentCache.builder().store(other), 4, "a", "b");
    wide.create("a", 1, 2).create("b", 5).pin("h", "a", 0, PinKind.WRITE);
    wide.pin("i", "a", 1, PinKind.WRITE);
    other.writesLeft = 3; // two to write back, one to copy
    assertThatThrownBy(() -> wide.tryClone("a", 0, 2, "b", 0))
        .isInstanceOf(UncheckedIOException.class);
    other.writesLeft = Integer.MAX_VALUE;
    wide.cache.checkInvariants();
    wide.assertContent("b", 5);
    wide.clone("a", "b");
    wide.assertContent("b", 1, 2);
    wide.cache.checkInvariants();
  }

  @Test
  void write_allMemoryPinned_changesNothing() {
    rig.create("a", 1, 2).pin("h", "a", 0, PinKind.READ).pin("i", "a", 1, PinKind.WRITE);
    assertThatThrownBy(() -> rig.tryWrite("a", 2, 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "memory: none of 2 folios can be reclaimed, expected one that is neither pinned nor"
                + " poisoned");
    cache.checkInvariants();
    rig.unpin("h").write("a", 2, 3);
    rig.assertContent("a", 1, 2, 3);
  }

  private static final class FailingStore extends PassingStore {
    int readsLeft = Integer.MAX_VALUE;
    int writesLeft = Integer.MAX_VALUE;

    FailingStore() {
      super(new MemoryBlockStore(Rig.BLOCK));
    }

    @Override
    public void read(long block, ByteBuffer dst) throws IOException {
      if (readsLeft-- <= 0) {
        throw new IOException("planted");
      }
      super.read(block, dst);
    }

    @Override
    public void write(long block, ByteBuffer src) throws IOException {
      if (writesLeft-- <= 0) {
        throw new IOException("planted");
      }
      super.write(block, src);
    }
  }
}
