package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.fragcache.StressFaults.Plant;
import org.fragcache.StressLog.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a process that has a durable cache on a file, under a load of many threads, again and
 * again: what is on the file then is judged by {@link StressOracle} each time. {@code
 * -Dtest.jvm.args=-Dfragcache.stress.seconds=1800} sets for how long.
 */
final class StressTest {
  private static final int SECONDS = Integer.getInteger("fragcache.stress.seconds", 10);
  private static final long SEED = Long.getLong("fragcache.seed", System.nanoTime());

  @TempDir Path directory = Path.of("");

  @Test
  void killedAgainAndAgain_losesNothingAcknowledged() throws Exception {
    Run run = new Run(Plant.NONE);
    run.lives(SECONDS, SECONDS >= 600);
    System.err.println("stress: " + run);
    assertThat(run.kills).as("kills").isPositive();
    assertThat(run.counts)
        .as("kinds of calls that took effect")
        .containsKeys(Kind.WRITE, Kind.CLONE, Kind.PUNCH, Kind.TRUNCATE, Kind.FSYNC, Kind.READ);
    assertThat(run.judged).as("reads judged").isPositive();
  }

  @ParameterizedTest
  @EnumSource(value = Plant.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void storeThatLies_isFound(Plant plant) {
    assertThatThrownBy(() -> new Run(plant).lives(60, false))
        .isInstanceOf(AssertionError.class)
        .message()
        .as("of what is left, or that it cannot be: a record is of changes since the one before")
        .containsAnyOf(
            "after the crash",
            "open of the store: metadata: log: ",
            "is named twice, expected once")
        .contains(plant == Plant.TORN_WRITE ? "a torn record" : "expected");
  }

  private final class Run {
    private final Plant plant;
    private final Random random = new Random(SEED);
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Path store = directory.resolve("store");
    private final Path logs;
    private StressOracle.Image image = StressOracle.Image.empty(StressMain.SHAPE);
    private long last = 1;
    private int kills;
    private int closes;
    private long calls;
    private long judged;

    Run(Plant plant) throws IOException {
      this.plant = plant;
      // The logs of a life are some 100 MB, and not what this is a test of: in memory if possible.
      Path memory = Path.of("/dev/shm");
      this.logs =
          Files.isWritable(memory) ? Files.createTempDirectory(memory, "fragcache") : directory;
    }

    void lives(int seconds, boolean verbose) throws Exception {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      try {
        for (int life = 0; System.nanoTime() < end; life++) {
          live(SEED + life * 7919L);
          if (life % 25 == 24 && verbose) {
            System.err.println("stress: " + this);
          }
        }
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "rerun with -Dfragcache.seed=%d: life %d: %s"
                .formatted(SEED, kills + closes, e.getMessage()),
            e);
      } finally {
        StressMain.takeLogs(logs);
        if (!logs.equals(directory)) {
          Files.deleteIfExists(logs);
        }
      }
    }

    private void live(long seed) throws Exception {
      Path errors = directory.resolve("errors");
      Process child = start(seed, errors);
      boolean closes = random.nextInt(6) == 0;
      try {
        boolean hasStore = kills + this.closes > 0; // the first life makes it, not at one stroke
        if (random.nextInt(12) == 0 && hasStore) {
          sleep(child, random.nextInt(600)); // while it starts, perhaps
        } else {
          int ready = child.getInputStream().read();
          if (ready >= 0) {
            sleep(child, random.nextInt(random.nextInt(8) == 0 ? 6_000 : 1_000));
          }
        }
        if (closes && child.isAlive()) {
          child.getOutputStream().write('\n');
          child.getOutputStream().flush();
          if (!child.waitFor(90, TimeUnit.SECONDS)) {
            throw new AssertionError("no end 90 s after the order to close");
          }
        }
      } finally {
        child.destroyForcibly();
        child.waitFor();
      }
      int status = child.exitValue();
      if (status != 137 && status != 143 && !(closes && status == 0)) {
        String stack = Files.readString(errors);
        throw new AssertionError(
            "the process ended with %d, expected it to live until killed:%n%s"
                .formatted(status, stack));
      }
      if (status == 0) {
        this.closes++;
      } else {
        kills++;
      }
      judge(StressMain.takeLogs(logs));
    }

    private void sleep(Process child, int millis) throws InterruptedException {
      child.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    private Process start(long seed, Path errors) throws IOException {
      String classPath =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      return new ProcessBuilder(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=" + (random.nextInt(4) == 0 ? 4 : 1),
                  "-cp",
                  classPath,
                  StressMain.class.getName(),
                  store.toString(),
                  logs.toString(),
                  Long.toString(seed),
                  Long.toString(last),
                  plant.name()))
          .redirectError(errors.toFile())
          .start();
    }

    /** The store is opened as it was left, and a copy of it is emptied. */
    private void judge(List<StressLog.Op> ops) throws IOException {
      calls += ops.size();
      StressOracle oracle = new StressOracle(StressMain.SHAPE, image, last + 1, ops);
      for (StressLog.Op op : ops) {
        last = Math.max(last, op.end() == Long.MAX_VALUE ? op.start() : op.end());
      }
      last += 1_000; // calls that had a number, but no record yet
      oracle.counts().forEach((kind, n) -> counts.merge(kind, (long) n, Long::sum));
      try (BlockStore found = StressMain.open(store)) {
        FragmentCache cache = StressMain.SHAPE.builder().store(found).build();
        cache.checkInvariants();
        image = StressLoad.read(cache, StressMain.SHAPE);
        oracle.check(image);
        judged += oracle.checkReads();
        cache.checkInvariants();
      }
      Path copy = directory.resolve("copy");
      Files.copy(store, copy, StandardCopyOption.REPLACE_EXISTING);
      try (BlockStore found = StressMain.open(copy)) {
        FragmentCache cache = StressMain.SHAPE.builder().store(found).build();
        assertEmptied(cache, found, StressMain.SHAPE);
      }
      Files.delete(copy);
    }

    @Override
    public String toString() {
      try {
        return "seed %d: %d kills, %d closes, %d calls, %s, %d reads judged, store of %d KB"
            .formatted(SEED, kills, closes, calls, counts, judged, Files.size(store) >> 10);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Every file is unlinked: nothing is left. */
  static void assertEmptied(FragmentCache cache, BlockStore store, StressShape shape) {
    for (int f = 0; f < shape.files(); f++) {
      cache.unlink(shape.name(f));
    }
    cache.environment().commit();
    cache.checkInvariants();
    CacheStats stats = cache.stats();
    assertThat(stats.cachedFolios()).as("folios").isZero();
    assertThat(stats.fragments()).as("fragments").isZero();
    assertThat(stats.usedBlocks()).as("blocks used or reserved").isZero();
    assertThat(cache.internals().inodes).as("inodes").isEmpty();
    assertThat(cache.internals().extents.end()).as("extents").isZero();
    assertThat(store.allocated()).as("store blocks").isZero();
  }
}
