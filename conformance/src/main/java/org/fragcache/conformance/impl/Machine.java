package org.fragcache.conformance.impl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.fragcache.BlockData;
import org.fragcache.BlockDevice;
import org.fragcache.BlockStore;
import org.fragcache.CrashImages;
import org.fragcache.DeviceBlockStore;
import org.fragcache.FaultyBlockDevice;
import org.fragcache.FragmentCache;
import org.fragcache.FragmentCacheBuilder;
import org.fragcache.MemoryBlockDevice;
import org.fragcache.MemoryBlockStore;
import org.fragcache.Scope;
import org.fragcache.StepListener;
import org.fragcache.conformance.Bounds;
import org.fragcache.conformance.log.LoggingThread;
import org.jspecify.annotations.Nullable;

/**
 * What a cache runs on, within the bounds of a model: memory enough that it never reclaims by
 * itself; a store in memory, or, if the model has crashes, one on a device that loses what was not
 * synced.
 */
final class Machine {
  /** Small, so that steps are quick; what a unit holds is checked to the last byte. */
  static final int UNIT_SIZE = 32;

  /** Smaller than a superblock, so that one may be torn. */
  private static final int SECTOR_SIZE = 32;

  private static final int KINDS_OF_CRASH = 5;

  private final Bounds bounds;
  private final long memory;
  private final boolean lying;
  private Runnable beforeSync = () -> {};
  private @Nullable StepListener listener;
  private @Nullable FaultyBlockDevice device;

  /**
   * @param maxFolio folios that the model may use at once
   * @param lying whether syncs of the device do nothing
   */
  Machine(Bounds bounds, int maxFolio, boolean lying) {
    this.bounds = bounds;
    this.memory = (long) maxFolio * blockSize();
    this.lying = lying;
  }

  /** What a model's states are made of. */
  static Scope scope(Bounds bounds) {
    return Scope.of(
        bounds.files(),
        bounds.blocks(),
        bounds.unitsPerBlock(),
        bounds.processes(),
        bounds.handles(),
        BlockData.patterned());
  }

  /** What a cache's own checks say: empty if nothing is wrong. */
  static String selfCheck(FragmentCache cache) {
    try {
      cache.checkInvariants();
      return "";
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  /** What went wrong with threads on a cache, and what its own checks say when all have ended. */
  static List<String> failures(LoggingThread.Ended<?> ended, FragmentCache cache) {
    List<String> failures = new ArrayList<>(ended.failures());
    String complaint = ended.all() ? selfCheck(cache) : ""; // which waits for all calls to end
    if (!complaint.isEmpty()) {
      failures.add("the cache's own checks, in the end: " + complaint);
    }
    return failures;
  }

  int blockSize() {
    return UNIT_SIZE * bounds.unitsPerBlock();
  }

  void beforeSync(Runnable watcher) {
    beforeSync = watcher;
  }

  /** From the next start on the cache tells its steps; a cache that tells none is faster. */
  void listen(StepListener to) {
    listener = to;
  }

  /** A cache on a new store. */
  FragmentCache start() {
    if (bounds.memoryBacked()) {
      return builder().memoryBacked().build();
    }
    if (!bounds.crashes()) {
      return builder().store(new MemoryBlockStore(blockSize())).build();
    }
    FaultyBlockDevice fresh = device(new MemoryBlockDevice());
    try {
      return run(fresh, DeviceBlockStore.create(fresh, blockSize()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A cache on what the store has left. Of what was not synced that is nothing, everything, one
   * half of the sectors, the other half, or any part: which, hangs on how much the device was told
   * since it was new, so that the same calls from a reset on have the same crashes.
   */
  FragmentCache crash() {
    FaultyBlockDevice before = device;
    if (before == null) {
      return start(); // nothing lasts
    }
    CrashImages images = before.crashes();
    long changes = before.changes();
    MemoryBlockDevice image =
        switch ((int) (changes % KINDS_OF_CRASH)) {
          case 0 -> images.image(0);
          case 1 -> before.image();
          case 2 -> images.image(alternately(0));
          case 3 -> images.image(alternately(1));
          default -> images.image(new SplittableRandom(changes));
        };
    FaultyBlockDevice after = device(image); // a crash of the recovery itself finds this one
    return run(after, open(after));
  }

  /** From here on the device, which tells of its syncs. */
  private FaultyBlockDevice device(MemoryBlockDevice image) {
    FaultyBlockDevice made = new FaultyBlockDevice(SECTOR_SIZE, image);
    made.beforeSync(() -> beforeSync.run());
    device = made;
    return made;
  }

  /** Recovers from at most so many images, see {@link CrashSubject#crashes}. */
  long crashes(int most, Consumer<FragmentCache> recovered) {
    FaultyBlockDevice now = device;
    if (now == null) {
      throw new IllegalStateException("crashes: of a store in memory, expected one on a device");
    }
    CrashImages images = now.crashes();
    long count = images.count();
    if (count <= most) {
      for (long n = 0; n < count; n++) {
        recovered.accept(recover(images.image(n)));
      }
      return count;
    }
    SplittableRandom random = new SplittableRandom(count);
    recovered.accept(recover(images.image(0)));
    recovered.accept(recover(now.image()));
    for (int n = 2; n < most; n++) {
      recovered.accept(recover(images.image(random)));
    }
    return count;
  }

  private FragmentCache recover(MemoryBlockDevice image) {
    return builder().store(open(image)).build();
  }

  private static BlockStore open(BlockDevice image) {
    try {
      return DeviceBlockStore.open(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FragmentCache run(FaultyBlockDevice running, BlockStore store) {
    if (lying) {
      running.ignoreSyncs();
    }
    return builder().store(store).build();
  }

  private FragmentCacheBuilder builder() {
    FragmentCacheBuilder builder =
        FragmentCache.builder()
            .blockSize(blockSize())
            .maxFileBlocks(bounds.blocks())
            .memoryLimit(memory);
    if (listener != null) {
      builder.stepListener(listener);
    }
    return bounds.capacity() == 0 ? builder : builder.capacity(bounds.capacity());
  }

  /** Every other sector is as before the crash's losses, the rest as after all writes. */
  private static RandomGenerator alternately(int first) {
    return new RandomGenerator() {
      private int n = first;

      @Override
      public int nextInt(int bound) {
        return n++ % 2 == 0 ? 0 : bound - 1;
      }

      @Override
      public long nextLong() {
        throw new UnsupportedOperationException("only nextInt(bound)");
      }
    };
  }
}
