package org.fragcache.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.fragcache.BlockData;
import org.fragcache.FileCache;
import org.fragcache.MemoryBlockStore;
import org.fragcache.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One reader against one writer, with blocks so large that they meet amid one. Without the check of
 * sequence count or generation the first and third fail at once. What the other two are for, checks
 * of changes and of the slot, close windows of a few instructions, so each has a test of its own.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
final class LockFreeReadTest {
  private static final int BLOCK = 1 << 16;
  private static final int ROUNDS = 4_000;

  private final BlockData data = BlockData.patterned();
  private final ExecutorService writer = Executors.newSingleThreadExecutor();
  private final ByteBuffer dst = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);

  @AfterEach
  void stop() {
    writer.shutdownNow();
  }

  /** The version of the folio: its sequence count. */
  @ParameterizedTest
  @EnumSource
  void read_besideWrites_isNotTorn(Baseline which) throws Exception {
    try (BaselineCache cache = build(which, 8)) {
      create(cache, "a", 1);
      whileWriting(
          i -> write(cache, "a", 1 + i),
          () -> {
            assertThat(read(cache, "a", 0)).isEqualTo(BLOCK);
            data.decode(dst);
          });
    }
  }

  /** The changes of the file: a block is zeroed from the new EOF on before the size says so. */
  @ParameterizedTest
  @EnumSource
  void read_besideTruncate_seesSizeAndBytes_ofOneMoment(Baseline which) throws Exception {
    try (BaselineCache cache = build(which, 8)) {
      create(cache, "a", 1);
      whileWriting(
          i -> {
            assertThat(cache.truncate("a", BLOCK / 2)).isEqualTo(Status.OK);
            write(cache, "a", 1 + i);
          },
          () -> {
            int n = read(cache, "a", 0);
            assertThat(n).isIn(BLOCK / 2, BLOCK);
            data.decode(dst, 0, n);
          });
    }
  }

  /** The generation of the folio: it may be another's by now, filled with other bytes. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MAPPING_REDIRECT")
  void read_besideReclaim_isOfTheFile(Baseline which) throws Exception {
    try (BaselineCache cache = build(which, 2)) {
      create(cache, "a", 1);
      for (int i = 0; i < 8; i++) {
        create(cache, "b" + i, 1_000 + i);
      }
      ByteBuffer other = ByteBuffer.allocate(BLOCK);
      whileWriting(
          i ->
              assertThat(cache.read("b" + Math.floorMod(i, 8), 0, other.clear()))
                  .isEqualTo(Status.OK),
          () -> {
            read(cache, "a", 0);
            assertThat(data.decode(dst)).isEqualTo(1);
          });
    }
  }

  /** The slot once more after the version: its folio may be another file's alone by now. */
  @ParameterizedTest
  @EnumSource
  void read_besideWriteToClone_isOfTheFile(Baseline which) throws Exception {
    try (BaselineCache cache = build(which, 8)) {
      create(cache, "a", 1);
      create(cache, "b", 2);
      whileWriting(
          i -> {
            assertThat(cache.clone("a", 0, 0, "b", 0)).isEqualTo(Status.OK);
            write(cache, "a", 1);
            write(cache, "b", 2);
          },
          () -> {
            read(cache, "a", 0);
            assertThat(data.decode(dst)).isEqualTo(1);
          });
    }
  }

  @Test
  void slabGet_ofASlotReplacedSince_isRefused() {
    FolioPool pool = new FolioPool(8, 4);
    Inode f = new Inode(1);
    long slot = pool.take(f.mapping, 0);
    Slab slab = pool.slab(slot);
    Leaf leaf = f.mapping.make(0);
    leaf.set(0, slot);
    assertThat(slab.get(pool.index(slot), leaf, 0, slot, 0, 8, dst)).isTrue();
    leaf.set(0, pool.take(f.mapping, 0));
    assertThat(slab.get(pool.index(slot), leaf, 0, slot, 0, 8, dst)).isFalse();
    pool.put(slot, f.mapping);
    leaf.set(0, slot);
    assertThat(slab.get(pool.index(slot), leaf, 0, slot, 0, 8, dst)).as("freed").isFalse();
  }

  @Test
  void tryRead_duringAChange_isRefused_andAChangeIsSeenAfter() {
    Geometry geometry = new Geometry(8, 4);
    FolioPool pool = new FolioPool(8, 4);
    Store store = new Store(new MemoryBlockStore(8));
    Reader reader = new Reader(geometry, pool, new StorePages(geometry, pool, store));
    Inode f = new Inode(1);
    int since = f.changes();
    assertThat(reader.tryRead(f, 0, dst)).as("at EOF").isTrue();
    f.beginChange();
    assertThat(reader.tryRead(f, 0, dst)).isFalse();
    f.endChange();
    assertThat(f.isUnchanged(since)).isFalse();
    assertThat(reader.tryRead(f, 0, dst)).isTrue();
  }

  private interface Step {
    void run(int round);
  }

  private void whileWriting(Step step, Runnable read) throws Exception {
    Future<?> writing =
        writer.submit(
            () -> {
              for (int i = 0; i < ROUNDS; i++) {
                step.run(i);
              }
            });
    while (!writing.isDone()) {
      read.run();
    }
    writing.get();
  }

  private static BaselineCache build(Baseline which, int folios) {
    return which.build(FileCaches.builder().blockSize(BLOCK).memoryLimit((long) folios * BLOCK));
  }

  private void create(FileCache cache, String name, int d) {
    assertThat(cache.create(name)).isEqualTo(Status.OK);
    write(cache, name, d);
    assertThat(cache.fsync(name)).isEqualTo(Status.OK);
  }

  private void write(FileCache cache, String name, int d) {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    data.encode(d, block);
    assertThat(cache.write(name, 0, block.flip())).isEqualTo(Status.OK);
  }

  private int read(FileCache cache, String name, long pos) {
    assertThat(cache.read(name, pos, dst.clear())).isEqualTo(Status.OK);
    return dst.position();
  }
}
