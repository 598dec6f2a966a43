package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a commit costs, counted, and that its records say all that has changed. */
final class CommitCostTest {
  private static final int BLOCK = 64;

  /** Counts what it is asked for. */
  private static final class Counting extends BrokenDevices.Through {
    long written;
    int writes;
    int syncs;

    Counting(BlockDevice device) {
      super(device);
    }

    @Override
    public void write(long pos, ByteBuffer src) throws IOException {
      written += src.remaining();
      writes++;
      super.write(pos, src);
    }

    @Override
    public void sync() throws IOException {
      syncs++;
      super.sync();
    }

    void reset() {
      written = 0;
      writes = 0;
      syncs = 0;
    }
  }

  private final MemoryBlockDevice memory = new MemoryBlockDevice();
  private final Counting device = new Counting(memory);

  private FragmentCache cache() throws IOException {
    return FragmentCache.builder().store(DeviceBlockStore.create(device, BLOCK)).build();
  }

  private static ByteBuffer bytes(int value) {
    return ByteBuffer.allocate(BLOCK).putInt(0, value);
  }

  private static void write(FragmentCache cache, String name, int b, int value) {
    assertThat(cache.write(name, (long) b * BLOCK, bytes(value))).isEqualTo(Status.OK);
  }

  /** Bytes that a write to the first block of a file and its fsync write. */
  private long change(FragmentCache cache, String name) {
    device.reset();
    write(cache, name, 0, 77);
    assertThat(cache.fsync(name)).isEqualTo(Status.OK);
    assertThat(device.syncs).isEqualTo(2);
    assertThat(device.writes).as("the block, and the record").isEqualTo(2);
    return device.written;
  }

  private FragmentCache files(int n) throws IOException {
    FragmentCache cache = cache();
    for (int i = 0; i < n; i++) {
      String name = "%06d".formatted(i);
      assertThat(cache.create(name)).isEqualTo(Status.OK);
      write(cache, name, 0, i);
      cache.environment().writeback(name, 0);
    }
    assertThat(cache.fsync("000000")).isEqualTo(Status.OK);
    return cache;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 10_000})
  void fsync_ofOneBlock_writesAsMuch_howeverManyFilesThereAre(int files) throws IOException {
    FragmentCache cache = files(files);
    // a block of 64; 32 before the record; 8, 4, 1 + 4 + 6, 8, 4 + 8, 4 + 20, 4 of it
    assertThat(change(cache, "000000")).isEqualTo(64 + 32 + 71);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 20_000})
  void fsync_ofOneBlock_writesAsMuch_howeverManyRunsTheFileHas(int blocks) throws IOException {
    FragmentCache cache = cache();
    cache.create("000000");
    for (int b = blocks - 1; b >= 0; b--) { // downwards: each block is a run
      write(cache, "000000", b, b);
      cache.environment().writeback("000000", b);
    }
    cache.fsync("000000");
    assertThat(change(cache, "000000")).isEqualTo(64 + 32 + 71);
  }

  @Test
  void fsync_ofAClone_writesAsMuch_howeverManyBlocksItShares() throws IOException {
    long[] written = new long[2];
    for (int i = 0; i < 2; i++) {
      FragmentCache cache =
          FragmentCache.builder()
              .store(DeviceBlockStore.create(new Counting(new MemoryBlockDevice()), BLOCK))
              .build();
      cache.create("a");
      cache.create("b");
      for (int b = 0; b < (i == 0 ? 2 : 4_000); b++) {
        write(cache, "a", b, b);
      }
      cache.fsync("a");
      cache.clone("a", 0, 0, "b", 0);
      Delta delta = cache.internals().changed.take(cache.internals());
      written[i] = delta.encode().length;
    }
    assertThat(written[1]).isEqualTo(written[0]);
  }

  @Test
  void commit_ofNothing_doesNothing() throws IOException {
    FragmentCache cache = files(3);
    device.reset();
    assertThat(cache.fsync("000001")).isEqualTo(Status.OK);
    assertThat(cache.environment().commit()).isTrue();
    cache.create("x");
    cache.unlink("x");
    assertThat(cache.environment().commit()).isTrue();
    assertThat(device.writes + device.syncs).isZero();
  }

  /** The record drops it as the file's own, and names it as the extent's. */
  @Test
  void blockThatChangesOwners_isKeptStill() throws IOException {
    FragmentCache cache = files(2);
    cache.clone("000000", 0, 0, "000001", 0);
    cache.environment().commit();
    cache.unlink("000000");
    cache.unlink("000001");
    assertThat(cache.internals().store.deferred()).isEqualTo(1);
    cache.checkInvariants();
    cache.environment().commit();
    assertThat(cache.internals().store.allocated()).isZero();
  }

  /** A full log is paid for by what was appended: as much again, and the first log. */
  @Test
  void manyCommits_writeInProportionToWhatChanged() throws IOException {
    FragmentCache cache = files(1_000);
    device.reset();
    int commits = 5_000;
    for (int i = 0; i < commits; i++) {
      write(cache, "000000", 0, i);
      cache.fsync("000000");
    }
    assertThat(device.written / commits).isLessThan(2 * (64 + 2 * 64));
    assertThat(memory.size()).as("no space leaks").isLessThan(1_000 * 64 + 8 * 60_000);
  }

  /** What the commits have taken piece by piece is what there is; and so it is found again. */
  @Test
  void randomCalls_recordsSayWhatHasChanged() throws IOException {
    long seed = Long.getLong("fragcache.seed", System.nanoTime());
    Random random = new Random(seed);
    FaultyBlockDevice faulty = new FaultyBlockDevice(512);
    FragmentCache cache =
        FragmentCache.builder()
            .store(DeviceBlockStore.create(faulty, BLOCK))
            .maxFileBlocks(24)
            .build();
    RandomCalls calls = new RandomCalls(cache, random, 6, 4);
    int appended = 0;
    try {
      for (int i = 0; i < 3_000; i++) {
        for (int n = random.nextInt(12); n > 0; n--) {
          calls.step();
        }
        if (random.nextInt(50) == 0) {
          if (cache.create("more") != Status.OK) {
            cache.unlink("more");
          } // there is something to commit, so that it meets the failure
          faulty.failAt(faulty.operations() + random.nextInt(3), random.nextInt(200));
        }
        try {
          cache.environment().commit();
        } catch (UncheckedIOException e) {
          continue;
        }
        byte[] expected = FullMetadata.of(cache.internals()).encode();
        assertThat(cache.durable().metadata().encode()).as("commit %d", i).isEqualTo(expected);
        if (i % 10 == 0) {
          cache.checkInvariants();
          DeviceBlockStore found = DeviceBlockStore.open(faulty.crashes().image(random));
          appended += found.log().size();
          FragmentCache after = FragmentCache.builder().store(found).maxFileBlocks(24).build();
          assertThat(after.durable().metadata().encode()).isEqualTo(expected);
          assertThat(FullMetadata.of(after.internals()).encode()).isEqualTo(expected);
          after.checkInvariants();
        }
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("rerun with -Dfragcache.seed=" + seed + ": " + e.getMessage(), e);
    }
    assertThat(appended).isPositive();
  }
}
