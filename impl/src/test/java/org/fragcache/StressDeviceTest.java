package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The load of {@link StressTest} on a device whose operations fail at random, until its power goes:
 * sectors that were not synced are lost, torn and reordered. Every image is judged by {@link
 * StressOracle}; the next life goes on with one of them. {@code
 * -Dtest.jvm.args=-Dfragcache.stress.seconds=1800} sets for how long.
 */
final class StressDeviceTest {
  private static final StressShape SHAPE = new StressShape(6, 24, 4, 64, 14);
  private static final int SECONDS = Integer.getInteger("fragcache.stress.seconds", 10) / 2;
  private static final long SEED = Long.getLong("fragcache.seed", System.nanoTime());
  private static final int IMAGES = 8;
  private static final int LOOKS = 100;
  private static final int RECORDS = 40_000;

  @Test
  void powerGoesAgainAndAgain_losesNothingAcknowledged() throws Exception {
    Run run = new Run(device -> {});
    run.lives(SECONDS);
    System.err.println("stress of a device: " + run);
    assertThat(run.images).as("images judged").isGreaterThan(IMAGES);
    assertThat(run.acknowledged).as("fsyncs and commits that returned").isPositive();
    assertThat(run.failed).as("calls that failed").isPositive();
  }

  @Test
  void deviceThatIgnoresSyncs_isFound() {
    assertThatThrownBy(() -> new Run(FaultyBlockDevice::ignoreSyncs).lives(60))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("rerun with");
  }

  @Test
  void deviceThatLosesWrites_isFound() {
    assertThatThrownBy(() -> new Run(StressDeviceTest::loseSomeWrites).lives(60))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("rerun with");
  }

  private static void loseSomeWrites(FaultyBlockDevice device) {
    for (int n = 50; n < 100_000; n += 37) {
      device.loseWriteAt(n);
    }
  }

  /** What a crash after the call of this number would have left. */
  private record Look(long then, MemoryBlockDevice left) {}

  private static final class Run {
    private final List<Look> looks = new ArrayList<>();
    private final Random random = new Random(SEED);
    private final AtomicLong clock = new AtomicLong(1);
    private final Consumer<FaultyBlockDevice> lies;
    private MemoryBlockDevice durable = new MemoryBlockDevice();
    private StressOracle.Image image = StressOracle.Image.empty(SHAPE);
    private int lives;
    private int images;
    private long calls;
    private long failed;
    private long outOfMemory;
    private long acknowledged;
    private long judged;

    Run(Consumer<FaultyBlockDevice> lies) {
      this.lies = lies;
    }

    void lives(int seconds) throws Exception {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      try {
        while (System.nanoTime() < end) {
          live(SEED + lives * 7919L);
          lives++;
          if (lives % 1_000 == 0) {
            System.err.println("stress of a device: " + this);
          }
        }
      } catch (AssertionError | IOException | RuntimeException e) {
        throw new AssertionError(
            "rerun with -Dfragcache.seed=%d: life %d: %s".formatted(SEED, lives, e), e);
      }
    }

    private void live(long seed) throws Exception {
      FaultyBlockDevice device = new FaultyBlockDevice(SHAPE.unitSize(), durable);
      StressFaults.FailingDevice failing = new StressFaults.FailingDevice(device, seed);
      long lifeStart = clock.get() + 1;
      FragmentCache cache = SHAPE.builder().store(open(failing)).build();
      lies.accept(device);
      int operations = 20 + random.nextInt(random.nextBoolean() ? 300 : 6_000);
      long powerOff = device.operations() + operations;
      boolean powerGoes = random.nextInt(4) != 0; // else it goes when all is quiet
      if (powerGoes) {
        device.powerOffAt(powerOff);
      }
      failing.failOneIn(random.nextInt(3) == 0 ? 0 : 30 + random.nextInt(400));
      StressLoad load =
          new StressLoad(cache, SHAPE, clock, seed, true, thread -> StressLog.allocate(RECORDS));
      if (load.start()) {
        load.run(3_000, () -> device.operations() > powerOff || !look(device));
      }
      failing.failOneIn(0);
      StressOracle oracle = new StressOracle(SHAPE, image, lifeStart, load.ops());
      if (!powerGoes) {
        cache.checkInvariants();
      }
      judged += oracle.checkReads();
      for (Look look : looks) {
        judge(look.left, oracle, look.then);
      }
      looks.clear();
      CrashImages crashes = device.crashes();
      MemoryBlockDevice next = durable;
      StressOracle.Image found = image;
      for (int i = 0; i < Math.min(IMAGES, crashes.count()); i++) {
        next = i == 0 ? crashes.image(0) : crashes.image(random);
        found = judge(next, oracle, Long.MAX_VALUE);
      }
      durable = next;
      image = found;
      calls += load.calls();
      failed += load.failed();
      outOfMemory += load.outOfMemory();
      acknowledged += oracle.acknowledged();
    }

    /** What a crash now would leave, to be judged later; false if there is enough of it. */
    private boolean look(FaultyBlockDevice device) {
      long then = clock.get();
      looks.add(new Look(then, device.crashes().image(random)));
      return looks.size() < LOOKS;
    }

    private static BlockStore open(BlockDevice device) throws IOException {
      return device.size() == 0
          ? DeviceBlockStore.create(device, SHAPE.blockSize())
          : DeviceBlockStore.open(device);
    }

    /** Opened, judged; then a copy is emptied. */
    private StressOracle.Image judge(MemoryBlockDevice left, StressOracle oracle, long then)
        throws IOException {
      images++;
      if (left.size() == 0) {
        throw new AssertionError("an empty device, expected a store, which was made in a life");
      }
      MemoryBlockDevice copy = left.copy();
      BlockStore store = open(copy);
      FragmentCache cache = SHAPE.builder().store(store).build();
      cache.checkInvariants();
      StressOracle.Image found = StressLoad.read(cache, SHAPE);
      oracle.check(found, then);
      StressTest.assertEmptied(cache, store, SHAPE);
      return found;
    }

    @Override
    public String toString() {
      return ("seed %d: %d lives, %d images, %d calls, %d failed, %d without memory,"
              + " %d fsyncs and commits acknowledged, %d reads judged")
          .formatted(SEED, lives, images, calls, failed, outOfMemory, acknowledged, judged);
    }
  }
}
