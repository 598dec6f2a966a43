package org.fragcache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The process that {@link StressTest} kills: opens the store, says "ready", and runs a {@link
 * StressLoad} until it is killed, or told on its standard input to close the cache.
 */
final class StressMain {
  static final StressShape SHAPE = new StressShape(12, 64, 4, 128, 40);
  static final int WRONG = 3;

  private static final int RECORDS = 250_000;

  private StressMain() {}

  /** Arguments: the store, the directory of logs, seed, the greatest number so far, what lies. */
  @SuppressWarnings("SystemExitOutsideMain")
  public static void main(String[] args) {
    try {
      run(
          Path.of(args[0]),
          Path.of(args[1]),
          Long.parseLong(args[2]),
          Long.parseLong(args[3]),
          StressFaults.Plant.valueOf(args[4]));
      System.exit(0);
    } catch (Throwable t) {
      t.printStackTrace();
      System.err.flush();
      Runtime.getRuntime().halt(WRONG);
    }
  }

  private static void run(Path path, Path logs, long seed, long last, StressFaults.Plant plant)
      throws IOException, InterruptedException {
    // Fails never, but is slow now and then: much happens while one waits for the store.
    try (BlockStore store = new StressFaults.FailingStore(plant.on(open(path), seed), seed)) {
      FragmentCache cache = SHAPE.builder().store(store).build();
      AtomicLong clock = new AtomicLong(last);
      StressLoad load =
          new StressLoad(cache, SHAPE, clock, seed, false, thread -> log(logs, thread));
      if (!load.start()) {
        throw new AssertionError("a call to make a file failed, expected it to succeed");
      }
      System.out.println("ready");
      Thread orders = new Thread(StressMain::awaitOrder, "orders");
      orders.setDaemon(true);
      orders.start();
      load.run(TimeUnit.DAYS.toMillis(1), () -> !orders.isAlive());
      load.close();
    }
  }

  static BlockStore open(Path path) throws IOException {
    return Files.exists(path)
        ? FileBlockStore.open(path)
        : FileBlockStore.create(path, SHAPE.blockSize());
  }

  /** Returns when the cache is to be closed; if the parent is gone there is nobody to do it for. */
  private static void awaitOrder() {
    try {
      if (System.in.read() < 0) {
        Runtime.getRuntime().halt(WRONG);
      }
    } catch (IOException e) {
      throw new IllegalStateException("standard input", e);
    }
  }

  private static StressLog log(Path directory, int thread) {
    try {
      return StressLog.map(directory.resolve("log-" + thread), RECORDS);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the threads of a process that is no more did; deletes the logs. */
  static List<StressLog.Op> takeLogs(Path directory) throws IOException {
    List<StressLog.Op> ops = new ArrayList<>();
    for (int i = 0; i < StressLoad.ROLES.size(); i++) {
      Path path = directory.resolve("log-" + i);
      if (Files.exists(path)) {
        ops.addAll(StressLog.map(path, RECORDS).ops());
        Files.delete(path);
      }
    }
    return ops;
  }
}
