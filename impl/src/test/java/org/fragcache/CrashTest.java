package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a crash leaves: the last commit, whole, in every image of a device on which power goes in
 * any operation.
 */
final class CrashTest {
  private static final int SECTOR = 32;
  private static final int IMAGES = 60; // of one point of failure, at most

  /** Two units to a block, so that files end within blocks. */
  private static Rig open(BlockDevice device) throws IOException {
    return open(device, new DeviceBlockStore.Rules());
  }

  private static Rig open(BlockDevice device, DeviceBlockStore.Rules rules) throws IOException {
    BlockStore store =
        device.size() == 0
            ? DeviceBlockStore.create(device, Rig.BLOCK, rules)
            : DeviceBlockStore.open(device, rules);
    return new Rig(FragmentCache.builder().store(store), 3, 2, "a", "b", "c");
  }

  @Test
  void open_afterCrash_givesWhatFsyncPromised() throws IOException {
    FaultyBlockDevice device = new FaultyBlockDevice(SECTOR);
    Rig rig = open(device);
    rig.create("a", 1, 2, 3).create("b").clone("a", "b");
    assertThat(rig.cache.fsync("b")).isEqualTo(Status.OK);
    String durable = rig.variable("durable");
    assertThat(durable).contains("exists|->(a:>TRUE@@b:>TRUE@@c:>FALSE)");
    rig.write("b", 0, 9).create("c", 5);
    rig.truncate("a", 1);
    assertThat(rig.variable("durable")).isEqualTo(durable);
    rig.environment().writeback("b", 0);
    rig.environment().writeback("c", 0);
    assertThat(rig.variable("durable")).isEqualTo(durable);

    Rig after = open(device.crashes().image(new Random(1)));
    after.cache.checkInvariants();
    assertThat(after.variable("durable")).isEqualTo(durable);
    assertThat(after.variable("inode"))
        .isEqualTo("(a:>\"evicted\"@@b:>\"evicted\"@@c:>\"absent\")");
    after.assertContent("a", 1, 2, 3);
    after.assertContent("b", 1, 2, 3);
    assertThat(after.cache.stats().cachedFolios()).isEqualTo(2); // shared still
  }

  @Test
  void crash_betweenCloneAndFsync_losesTheClone() throws IOException {
    FaultyBlockDevice device = new FaultyBlockDevice(SECTOR);
    Rig rig = open(device);
    rig.create("a", 1, 2).create("b", 7);
    rig.cache.fsync("b");
    rig.clone("a", 0, 0, "b", 0);
    Rig after = open(device.crashes().image(new Random(1)));
    after.assertContent("b", 7);
    after.assertContent("a", 0, 0); // its size was committed with b's, its bytes were not
  }

  @Test
  void commit_ofTruncatedBlock_doesNotLeaveOldBytesBeyondEof() throws IOException {
    FaultyBlockDevice device = new FaultyBlockDevice(SECTOR);
    Rig rig = open(device);
    rig.create("a", 1, 2);
    rig.cache.fsync("a");
    rig.truncate("a", 1);
    assertThat(rig.environment().commit()).isTrue();
    Rig after = open(device.crashes().image(new Random(1)));
    after.map("p", "a", MapKind.SHARED);
    assertThat(after.load("p", 1)).isZero();
    after.cache.checkInvariants();
  }

  @Test
  void commit_leavesOrphansOut() throws IOException {
    FaultyBlockDevice device = new FaultyBlockDevice(SECTOR);
    Rig rig = open(device);
    rig.create("a", 1, 2).create("b").clone("a", "b").map("p", "b", MapKind.SHARED);
    rig.cache.fsync("b");
    rig.cache.unlink("b");
    assertThat(rig.environment().commit()).isTrue();
    rig.cache.checkInvariants();
    assertThat(rig.variable("durable"))
        .contains("extent|-><<(0:>[data|-><<1,2>>,refs|->1]),")
        .contains("exists|->(a:>TRUE@@b:>FALSE@@c:>FALSE)");
    Rig after = open(device.crashes().image(new Random(1)));
    after.cache.checkInvariants();
    after.create("b", 3);
    after.assertContent("a", 1, 2);
  }

  @Test
  void close_thenOpen_keepsEverything() throws IOException {
    MemoryBlockDevice device = new MemoryBlockDevice();
    Rig rig = open(device);
    rig.create("a", 1, 2, 3).create("b").clone("a", "b").write("b", 4, 6);
    rig.cache.close();
    Rig after = open(device);
    after.assertContent("a", 1, 2, 3);
    after.assertContent("b", 1, 2, 3, 0, 6);
    after.cache.checkInvariants();
    after.write("b", 0, 8);
    after.cache.close();
    open(device).assertContent("b", 8, 2, 3, 0, 6);
  }

  @Test
  void buildThatIsRefused_leavesTheStoreAsItWas() throws IOException {
    MemoryBlockDevice device = new MemoryBlockDevice();
    Rig rig = open(device);
    rig.create("a", 1, 2, 3).create("b").clone("a", "b");
    rig.cache.close();
    ByteBuffer before = bytes(device);
    BlockStore store = DeviceBlockStore.open(device);
    FragmentCacheBuilder builder = FragmentCache.builder().store(store);
    assertThatThrownBy(() -> builder.maxFileBlocks(1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxFileBlocks: 1, expected enough for file a of 96 bytes");
    builder.maxFileBlocks(3);
    assertThatThrownBy(() -> builder.capacity(1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("capacity: 1, expected at least the 2 blocks that files have");
    builder.capacity(2);
    assertThatThrownBy(() -> builder.memoryLimit(1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("memoryLimit: 1 bytes, expected at least two blocks of 64");
    builder.memoryLimit(2 * Rig.BLOCK);
    assertThatThrownBy(() -> builder.blockSize(2 * Rig.BLOCK).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("blockSize: 128, expected the store's 64");
    builder.blockSize(Rig.BLOCK);
    assertThat(store.allocated()).isZero();
    assertThat(bytes(device)).isEqualTo(before);
    Rig after = new Rig(builder, 3, 2, "a", "b", "c");
    after.assertContent("a", 1, 2, 3);
    after.assertContent("b", 1, 2, 3);
    after.cache.checkInvariants();
  }

  private static ByteBuffer bytes(MemoryBlockDevice device) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) device.size());
    device.read(0, bytes);
    return bytes.flip();
  }

  @Test
  void build_storeThatFails_canBeRepeated() throws IOException {
    FaultyBlockDevice device = new FaultyBlockDevice(SECTOR);
    open(device).create("a", 1, 2).cache.close();
    BlockStore store = DeviceBlockStore.open(device);
    FragmentCacheBuilder builder = FragmentCache.builder().store(store);
    device.failAt(device.operations());
    assertThatThrownBy(builder::build)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("read of the store's metadata failed: ");
    new Rig(builder, 3, 2, "a").assertContent("a", 1, 2);
  }

  /** A file whose block the device does not have, after one that it has. */
  @Test
  void build_metadataOfAnotherDevice_takesNoBlock() throws IOException {
    Metadata metadata = new Metadata();
    for (int block : new int[] {0, 99}) {
      RunMap<Stored> map = new RunMap<>();
      map.put(0, 1, new Blocks.Own(block));
      metadata.files.put("f" + block, new Metadata.File(Rig.BLOCK, map));
    }
    MemoryBlockDevice device = new MemoryBlockDevice();
    BlockStore made = DeviceBlockStore.create(device, Rig.BLOCK);
    made.write(made.allocate(), ByteBuffer.allocate(Rig.BLOCK));
    made.commit(metadata.encode());
    BlockStore store = DeviceBlockStore.open(device);
    assertThatThrownBy(() -> FragmentCache.builder().store(store).build())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("open of the store: store block 99: claim, expected one from 0 to");
    assertThat(store.allocated()).isZero();
  }

  @Test
  void build_withAnotherStore_takesItsBlockSize() {
    FragmentCacheBuilder builder = FragmentCache.builder();
    assertThat(builder.store(new MemoryBlockStore(64)).build().blockSize()).isEqualTo(64);
    assertThat(builder.store(new MemoryBlockStore(128)).build().blockSize()).isEqualTo(128);
  }

  @Test
  void open_ofForeignMetadata_isAnError() throws IOException {
    MemoryBlockDevice device = new MemoryBlockDevice();
    DeviceBlockStore.create(device, Rig.BLOCK).commit(new byte[] {1, 2, 3, 4, 5});
    assertThatThrownBy(() -> open(device))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("open of the store: metadata: not of a fragment cache");
  }

  @Test
  void commitThatFails_leavesTheCacheGoingOn() throws IOException {
    FaultyBlockDevice device = new FaultyBlockDevice(SECTOR);
    Rig rig = open(device);
    rig.create("a", 1);
    rig.environment().writeback("a", 0);
    device.failAt(device.operations() + 2); // the superblock
    assertThatThrownBy(() -> rig.cache.fsync("a"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("commit of the store failed: ");
    rig.cache.checkInvariants();
    assertThatThrownBy(() -> rig.variable("durable"))
        .hasMessage("durable metadata: the last commit failed, expected one that returned");
    rig.write("a", 0, 2).environment().writeback("a", 0);
    rig.assertContent("a", 2);
    rig.cache.checkInvariants();
    assertThat(rig.environment().commit()).isTrue();
    assertThat(rig.variable("durable")).contains("a:>TRUE");
    rig.cache.checkInvariants();
    open(device.crashes().image(new Random(1))).assertContent("a", 2);
  }

  private static final int MANY = Durable.MIN_DEFERRED;

  /** A durable file of as many blocks as must wait for a commit before the cache makes one. */
  private static FragmentCache large(BlockDevice device) throws IOException {
    BlockStore store = DeviceBlockStore.create(device, Rig.BLOCK);
    FragmentCache cache = FragmentCache.builder().store(store).build();
    cache.create("a");
    rewrite(cache, 1, MANY);
    assertThat(cache.fsync("a")).isEqualTo(Status.OK);
    return cache;
  }

  /** Writes the first blocks of the file, and writes them back; one block is freed by each. */
  private static void rewrite(FragmentCache cache, int data, int blocks) {
    for (int b = 0; b < blocks; b++) {
      ByteBuffer src = ByteBuffer.allocate(Rig.BLOCK).putInt(0, data);
      assertThat(cache.write("a", (long) b * Rig.BLOCK, src)).isEqualTo(Status.OK);
      cache.environment().writeback("a", b);
    }
  }

  private static int waiting(FragmentCache cache) {
    return cache.internals().store.deferred();
  }

  private static void anyOtherCall(FragmentCache cache) {
    assertThat(cache.unlink("none")).isEqualTo(Status.ENOENT);
  }

  private static void assertFirstBlock(FragmentCache cache, int data) {
    ByteBuffer dst = ByteBuffer.allocate(Rig.BLOCK);
    assertThat(cache.read("a", 0, dst)).isEqualTo(Status.OK);
    assertThat(dst.getInt(0)).isEqualTo(data);
  }

  @Test
  void blocksThatWaitForACommit_makeTheCacheCommitByItself() throws IOException {
    FaultyBlockDevice device = new FaultyBlockDevice(SECTOR);
    FragmentCache cache = large(device);
    rewrite(cache, 2, MANY - 1);
    assertFirstBlock(cache, 2);
    assertThat(waiting(cache)).isEqualTo(MANY - 1);
    rewrite(cache, 3, MANY);
    assertThat(waiting(cache)).isEqualTo(MANY);
    assertFirstBlock(cache, 3); // a read of what is cached waits for no commit
    assertThat(waiting(cache)).isEqualTo(MANY);
    anyOtherCall(cache);
    assertThat(waiting(cache)).isZero();
    assertFirstBlock(cache, 3);
    FragmentCache after =
        FragmentCache.builder()
            .store(DeviceBlockStore.open(device.crashes().image(new Random(1))))
            .build();
    assertFirstBlock(after, 3);
    cache.checkInvariants();
  }

  /** What no metadata name is free at once: there is nothing that a commit would give back. */
  @Test
  void blocksThatNoCommitNamed_areNoReasonToCommit() throws IOException {
    FaultyBlockDevice device = new FaultyBlockDevice(SECTOR);
    FragmentCache cache = large(device);
    for (int i = 0; i < 2 * MANY; i++) {
      rewrite(cache, i, 1);
    }
    assertThat(waiting(cache)).isEqualTo(1);
    FragmentCache after =
        FragmentCache.builder()
            .store(DeviceBlockStore.open(device.crashes().image(new Random(1))))
            .build();
    assertFirstBlock(after, 1);
  }

  @Test
  void commitThatNobodyAskedFor_failing_failsNoCall() throws IOException {
    FaultyBlockDevice device = new FaultyBlockDevice(SECTOR);
    FragmentCache cache = large(device);
    rewrite(cache, 2, MANY);
    long failing = device.operations() + 1;
    device.failAt(failing);
    anyOtherCall(cache);
    assertThat(device.operations()).as("the commit was tried").isEqualTo(failing + 1);
    anyOtherCall(cache);
    assertThat(device.operations()).as("it is not tried again at once").isEqualTo(failing + 1);
    assertThat(cache.fsync("a")).isEqualTo(Status.OK);
    cache.checkInvariants();
    // After one that somebody asked for, as many blocks as ever are a reason for another.
    rewrite(cache, 3, MANY);
    assertThat(waiting(cache)).isEqualTo(MANY);
    assertFirstBlock(cache, 3); // a read of what is cached waits for no commit
    assertThat(waiting(cache)).isEqualTo(MANY);
    anyOtherCall(cache);
    assertThat(waiting(cache)).isZero();
    assertFirstBlock(cache, 3);
    cache.checkInvariants();
  }

  /** Of every feature something, with commits between. */
  private static List<Consumer<Rig>> workload() {
    List<Consumer<Rig>> steps = new ArrayList<>();
    steps.add(rig -> rig.create("a", 1, 2, 3));
    steps.add(rig -> rig.cache.fsync("a"));
    steps.add(rig -> rig.create("b").clone("a", "b"));
    steps.add(rig -> rig.cache.fsync("b"));
    steps.add(rig -> rig.write("b", 0, 4));
    steps.add(rig -> rig.environment().writeback("b", 0));
    steps.add(rig -> rig.environment().commit());
    steps.add(rig -> rig.truncate("a", 1));
    steps.add(rig -> rig.environment().commit());
    steps.add(rig -> rig.create("c", 4, 2).cache.fsync("c"));
    steps.add(rig -> rig.dedupe("c", 0, 2, "b", 0));
    steps.add(rig -> rig.pin("h", "b", 0, PinKind.WRITE).pinStore("h", 6));
    steps.add(rig -> rig.clone("b", 0, 2, "a", 2));
    steps.add(rig -> rig.cache.fsync("a"));
    steps.add(rig -> rig.map("p", "c", MapKind.SHARED).store("p", 1, 7));
    steps.add(rig -> rig.cache.unlink("c"));
    steps.add(rig -> rig.environment().commit());
    steps.add(rig -> rig.cache.process("p").unmap());
    steps.add(rig -> rig.unpin("h").write("b", 5, 1));
    steps.add(rig -> rig.cache.fsync("b"));
    return steps;
  }

  /** With a log that is never full, with one that is now and then, and with none. */
  @ParameterizedTest
  @ValueSource(ints = {64, 5, 0})
  void everyCrash_ofAWorkload_leavesACommit(int minLog) throws IOException {
    int images = explore(device -> {}, minLog);
    assertThat(images).isGreaterThan(600);
  }

  @Test
  void deviceThatIgnoresSyncs_isCaught() {
    assertThatThrownBy(() -> explore(FaultyBlockDevice::ignoreSyncs, 64))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("truncated to ");
  }

  /** The power goes in each operation; each image is opened and must be what was committed. */
  private static int explore(Consumer<FaultyBlockDevice> lies, int minLog) throws IOException {
    List<String> durable = durableAfterEachStep();
    Random random = new Random(7);
    int images = 0;
    boolean isOver = false;
    for (long n = 0; !isOver; n++) {
      FaultyBlockDevice device = new FaultyBlockDevice(SECTOR);
      // There is a store before the power can go.
      Rig rig = open(device, new DeviceBlockStore.Rules(new SpaceMap(), new LogRules(), minLog));
      lies.accept(device);
      device.powerOffAt(device.operations() + n);
      int done = run(rig);
      isOver = done == durable.size() - 1;
      Set<String> allowed = new HashSet<>(durable.subList(done, isOver ? done + 1 : done + 2));
      CrashImages crashes = device.crashes();
      for (int i = 0; i < Math.min(crashes.count(), IMAGES); i++) {
        boolean all = crashes.count() <= IMAGES;
        check(
            all ? crashes.image(i) : crashes.image(random),
            allowed,
            "power off in operation " + n + ", after step " + done);
        images++;
      }
    }
    return images;
  }

  /** First, and then after each step: what is durable. */
  private static List<String> durableAfterEachStep() throws IOException {
    List<String> durable = new ArrayList<>();
    Rig rig = open(new FaultyBlockDevice(SECTOR));
    durable.add(rig.variable("durable"));
    for (Consumer<Rig> step : workload()) {
      step.accept(rig);
      rig.cache.checkInvariants();
      durable.add(rig.variable("durable"));
    }
    return durable;
  }

  /** How many steps were done when the power went, or all. */
  private static int run(Rig rig) {
    int done = 0;
    for (Consumer<Rig> step : workload()) {
      try {
        step.accept(rig);
      } catch (UncheckedIOException e) {
        return done;
      }
      done++;
    }
    return done;
  }

  private static void check(MemoryBlockDevice image, Set<String> allowed, String where) {
    try {
      Rig rig = open(image);
      rig.cache.checkInvariants();
      assertThat(rig.variable("durable")).isIn(allowed);
      for (String name : List.of("a", "b", "c")) {
        for (int u = 0; rig.cache.size(name) > rig.pos(u); u++) {
          rig.read(name, u);
        }
      }
      rig.cache.checkInvariants();
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError(where + ": " + e.getMessage(), e);
    }
  }
}
