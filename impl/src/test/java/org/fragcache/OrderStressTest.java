package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One thread stores growing numbers to a block; nobody sees a smaller one after a larger one. */
final class OrderStressTest {
  private static final int BLOCK = 64;
  private static final int SECONDS = Integer.getInteger("fragcache.races.seconds", 5);

  private volatile boolean stop;
  private volatile long written;

  private static FragmentCache cache(SoakTest.Kind kind) {
    FragmentCacheBuilder b = FragmentCache.builder().blockSize(BLOCK).maxFileBlocks(4);
    return switch (kind) {
      case DISK -> b.store(new MemoryBlockStore(BLOCK)).build();
      case DURABLE -> b.store(new MemoryBlockStore(BLOCK)).durable(true).build();
      case SHORT_OF_MEMORY -> b.store(new MemoryBlockStore(BLOCK)).memoryLimit(24L * BLOCK).build();
      case MEMORY -> b.memoryBacked().build();
    };
  }

  private static ByteBuffer number(long n) {
    return ByteBuffer.allocate(8).putLong(0, n);
  }

  private static long read(FragmentCache cache, String f) {
    ByteBuffer dst = ByteBuffer.allocate(8);
    Status status = cache.read(f, 0, dst);
    return status == Status.OK && dst.position() == 8 ? dst.getLong(0) : -1;
  }

  private static long load(FragmentCache cache, String p) {
    ByteBuffer dst = ByteBuffer.allocate(8);
    Status status = cache.process(p).load(0, dst);
    assertThat(status).isEqualTo(Status.OK);
    return dst.getLong(0);
  }

  private boolean writer(FragmentCache cache, Random random) {
    for (long n = 1; !stop; n++) {
      switch (random.nextInt(4)) {
        case 0 -> assertThat(cache.process("w").store(0, number(n))).isEqualTo(Status.OK);
        case 1 -> {
          assertThat(cache.pinHandle("w").pin("a", 0, PinKind.WRITE)).isEqualTo(Status.OK);
          assertThat(cache.pinHandle("w").store(number(n))).isEqualTo(Status.OK);
          assertThat(cache.pinHandle("w").unpin()).isEqualTo(Status.OK);
        }
        default -> assertThat(cache.write("a", 0, number(n))).isEqualTo(Status.OK);
      }
      written = n;
    }
    return true;
  }

  private boolean reader(FragmentCache cache, Random random) {
    long last = 0;
    while (!stop) {
      long floor = written;
      long n = random.nextBoolean() ? read(cache, "a") : load(cache, "r");
      assertThat(n).as("a").isGreaterThanOrEqualTo(last).isGreaterThanOrEqualTo(floor);
      last = n;
    }
    return true;
  }

  private boolean cloner(FragmentCache cache, Random random, String to) {
    while (!stop) {
      long before = read(cache, "a");
      assertThat(cache.clone("a", 0, BLOCK, to, 0)).isEqualTo(Status.OK);
      long copy = random.nextBoolean() ? read(cache, to) : load(cache, "of-" + to);
      long after = read(cache, "a");
      assertThat(copy).as("clone").isBetween(before, after);
      for (int i = random.nextInt(8); i >= 0; i--) {
        long again = random.nextBoolean() ? read(cache, to) : load(cache, "of-" + to);
        assertThat(again).as("clone again").isEqualTo(copy);
      }
      if (random.nextInt(4) == 0) {
        cache.punch(to, 0, random.nextBoolean() ? BLOCK : 8);
        assertThat(load(cache, "of-" + to)).isZero();
        assertThat(read(cache, to)).isZero();
      } else if (random.nextInt(4) == 0) {
        cache.process("of-" + to).store(0, number(-5));
        assertThat(read(cache, to)).isEqualTo(-5);
      } else if (random.nextInt(4) == 0) {
        cache.truncate(to, 8 + random.nextInt(2 * BLOCK));
        assertThat(read(cache, to)).isEqualTo(copy);
        assertThat(load(cache, "of-" + to)).isEqualTo(copy);
      } else if (random.nextInt(4) == 0) {
        cache.dedupe("a", 0, BLOCK, to, 0);
        assertThat(read(cache, to)).isEqualTo(copy);
      }
    }
    return true;
  }

  private boolean environment(FragmentCache cache, Random random) {
    Environment env = cache.environment();
    while (!stop) {
      String f = random.nextBoolean() ? "a" : random.nextBoolean() ? "b" : "c";
      int x = 1 + random.nextInt(4);
      switch (random.nextInt(10)) {
        case 0, 1 -> env.migrateOwn(f, 0);
        case 2, 3 -> env.migrateFragment(x, 0);
        case 4 -> env.writeback(f, 0);
        case 5 -> env.reclaimOwn(f, 0);
        case 6 -> env.reclaimFragment(x, 0);
        case 7 -> cache.fsync(f);
        case 8 -> cache.punch("a", BLOCK / 2 + random.nextInt(BLOCK), 1 + random.nextInt(BLOCK));
        default -> {
          if (random.nextInt(8) == 0) {
            env.takeBack(f, x);
          } else {
            cache.truncate("a", BLOCK + random.nextInt(2 * BLOCK));
          }
        }
      }
    }
    return true;
  }

  @ParameterizedTest
  @EnumSource(SoakTest.Kind.class)
  void numbersGrow(SoakTest.Kind kind) throws Exception {
    FragmentCache cache = cache(kind);
    for (String f : List.of("a", "b", "c")) {
      assertThat(cache.create(f)).isEqualTo(Status.OK);
      assertThat(cache.write(f, 0, ByteBuffer.allocate(BLOCK))).isEqualTo(Status.OK);
    }
    cache.process("w").map("a", MapKind.SHARED);
    cache.process("r").map("a", MapKind.SHARED);
    cache.process("of-b").map("b", MapKind.SHARED);
    cache.process("of-c").map("c", MapKind.SHARED);
    long seed = System.nanoTime();
    List<Callable<Boolean>> bodies = new ArrayList<>();
    bodies.add(() -> writer(cache, new Random(seed)));
    bodies.add(() -> reader(cache, new Random(seed + 1)));
    bodies.add(() -> cloner(cache, new Random(seed + 3), "b"));
    bodies.add(() -> cloner(cache, new Random(seed + 4), "c"));
    bodies.add(() -> environment(cache, new Random(seed + 5)));
    List<FutureTask<Boolean>> tasks = new ArrayList<>();
    for (Callable<Boolean> body : bodies) {
      FutureTask<Boolean> task = new FutureTask<>(body);
      tasks.add(task);
      Thread thread = new Thread(task);
      thread.setDaemon(true);
      thread.start();
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end && tasks.stream().noneMatch(FutureTask::isDone)) {
      Thread.sleep(10);
    }
    stop = true;
    List<String> faults = new ArrayList<>();
    for (FutureTask<Boolean> task : tasks) {
      try {
        task.get(10, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        Throwable t = java.util.Objects.requireNonNull(e.getCause());
        faults.add(
            t
                + " "
                + List.of(t.getStackTrace()).subList(0, Math.min(12, t.getStackTrace().length)));
      }
    }
    assertThat(faults).as("after %d writes", written).isEmpty();
    cache.checkInvariants();
    System.err.printf("numbers %s: %d writes%n", kind, written);
  }
}
