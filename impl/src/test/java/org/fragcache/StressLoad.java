package org.fragcache;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.fragcache.StressLog.Kind;
import org.fragcache.StressLog.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Threads, each mostly of one role, that call one cache until they are stopped, and log what they
 * do. A store that fails may make a call throw {@link UncheckedIOException}; nothing else may be
 * thrown, and every record that is read must be whole.
 */
final class StressLoad {
  /** One thread of each. */
  enum Role {
    WRITER,
    SECOND_WRITER,
    READER,
    CLONER,
    CUTTER,
    SYNCER,
    MAPPER,
    ENVIRONMENT
  }

  static final List<Role> ROLES = List.of(Role.values());

  private static final int PRIVATE_FILE = 63; // of what no file may ever have
  private static final int TRIES = 20;
  private static final int CHECK_EVERY = 1_000; // environment steps

  private final FragmentCache cache;
  private final StressShape shape;
  private final boolean mayFail;
  private final long seed;
  private final AtomicLong clock;
  private final List<StressLog> logs = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicInteger outOfMemory = new AtomicInteger();
  private volatile boolean stopped;
  private volatile int hotFile; // last written: where it is worth to come between
  private volatile int hotBlock;

  /**
   * @param clock numbers calls; every one from before has a smaller number
   * @param mayFail whether calls may throw because of the store
   */
  StressLoad(
      FragmentCache cache,
      StressShape shape,
      AtomicLong clock,
      long seed,
      boolean mayFail,
      IntFunction<StressLog> logs) {
    this.cache = cache;
    this.shape = shape;
    this.clock = clock;
    this.seed = seed;
    this.mayFail = mayFail;
    for (int i = 0; i < ROLES.size(); i++) {
      this.logs.add(logs.apply(i));
    }
  }

  /**
   * Makes the steady files, unless they are there, then starts the threads.
   *
   * @return false, and none is started, if the store does not let it
   */
  boolean start() {
    Worker first = new Worker(Role.WRITER);
    for (int f = 0; f < shape.files(); f++) {
      if (shape.isSteady(f) && !first.makeSteady(f)) {
        return false;
      }
    }
    for (Role role : ROLES) {
      Worker worker = role == Role.WRITER ? first : new Worker(role);
      Thread thread = new Thread(worker, "stress-" + role);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    return true;
  }

  /** Lets the threads run for so long, or until something is wrong or the condition holds. */
  void run(long millis, BooleanSupplier until) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end && failure.get() == null && !until.getAsBoolean()) {
      Thread.sleep(5);
    }
    stop();
  }

  /** All threads end, with nothing mapped or pinned. */
  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join(60_000);
      if (thread.isAlive()) {
        throw new AssertionError("no progress in 60 s, expected every call to end: " + stacks());
      }
    }
    Throwable t = failure.get();
    if (t != null) {
      throw new AssertionError("a call threw " + t, t);
    }
  }

  @Nullable Throwable failure() {
    return failure.get();
  }

  String stacks() {
    StringBuilder stacks = new StringBuilder();
    threads.forEach(
        t -> {
          stacks.append('\n').append(t.getName()).append(' ').append(t.getState());
          for (StackTraceElement e : t.getStackTrace()) {
            stacks.append("\n    ").append(e);
          }
        });
    return stacks.toString();
  }

  long calls() {
    return calls.get();
  }

  long failed() {
    return failed.get();
  }

  int outOfMemory() {
    return outOfMemory.get();
  }

  List<StressLog.Op> ops() {
    List<StressLog.Op> ops = new ArrayList<>();
    logs.forEach(log -> ops.addAll(log.ops()));
    return ops;
  }

  /** Closes the cache, and says so, after {@link #stop}. */
  void close() {
    new Worker(Role.WRITER)
        .logged(
            Kind.CLOSE,
            0,
            0,
            0,
            () -> {
              cache.close();
              return Status.OK;
            });
  }

  /** What files hold, with what is cached. */
  static StressOracle.Image read(FragmentCache cache, StressShape shape) {
    StressOracle.Image image = StressOracle.Image.empty(shape);
    ByteBuffer bytes = ByteBuffer.allocate(shape.blockSize());
    for (int f = 0; f < shape.files(); f++) {
      long size = cache.size(shape.name(f));
      image.sizes[f] = (int) (size < 0 ? -1 : size / shape.unitSize());
      for (int b = 0; b < shape.blocks() && size > (long) b * shape.blockSize(); b++) {
        Status status = cache.read(shape.name(f), (long) b * shape.blockSize(), bytes.clear());
        if (status != Status.OK) {
          throw new AssertionError("read of f%d block %d: %s".formatted(f, b, status));
        }
        for (int i = 0; i < bytes.position() / shape.unitSize(); i++) {
          image.values[f * shape.perFile() + b * shape.units() + i] =
              shape.get(bytes, i * shape.unitSize());
        }
      }
    }
    return image;
  }

  private final class Worker implements Runnable {
    private final Role role;
    private final StressLog log;
    private final Random random;
    private final ByteBuffer buffer = ByteBuffer.allocate(shape.blockSize());
    private final AddressSpace process;
    private final PinHandle handle;
    private int mapped = -1;
    private MapKind mapKind = MapKind.SHARED;
    private int pinned = -1;
    private int pinnedUnit;
    private PinKind pinKind = PinKind.READ;
    private int reads;
    private int checks;

    Worker(Role role) {
      this.role = role;
      int index = ROLES.indexOf(role);
      this.log = logs.get(index);
      this.random = new Random(seed * 31 + index);
      this.process = cache.process("p" + role);
      this.handle = cache.pinHandle("h" + role);
    }

    boolean makeSteady(int f) {
      long size = (long) shape.blocks() * shape.blockSize();
      return (cache.size(name(f)) >= 0
              || retried(() -> logged(Kind.CREATE, f, 0, 0, () -> cache.create(name(f)))))
          && (cache.size(name(f)) == size
              || retried(
                  () ->
                      logged(
                          Kind.TRUNCATE,
                          f,
                          shape.perFile(),
                          0,
                          () -> cache.truncate(name(f), size))));
    }

    private boolean retried(Supplier<Outcome> call) {
      for (int i = 0; i < TRIES; i++) {
        if (call.get() == Outcome.OK) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void run() {
      try {
        while (!stopped && failure.get() == null && !log.isFull()) {
          Role next = random.nextInt(4) != 0 ? role : ROLES.get(random.nextInt(ROLES.size()));
          step(next);
          calls.incrementAndGet();
        }
        guarded(process::unmap);
        guarded(handle::unpin);
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      }
    }

    private void step(Role drawn) {
      // A commit is so slow that the others would do little else.
      boolean waits = drawn == Role.SYNCER && role != Role.SYNCER && random.nextInt(12) != 0;
      Role next = waits ? role : drawn;
      switch (next) {
        case WRITER, SECOND_WRITER -> write();
        case READER -> read();
        case CLONER -> cloneOrDedupe();
        case CUTTER -> cut();
        case SYNCER -> sync();
        case MAPPER -> memory();
        case ENVIRONMENT -> environment();
      }
    }

    private String name(int f) {
      return shape.name(f);
    }

    private int file() {
      return random.nextInt(3) == 0 ? hotFile : random.nextInt(shape.files());
    }

    private int block() {
      if (random.nextInt(3) == 0) {
        return hotBlock;
      }
      // Half of the blocks get most of the calls.
      int n = shape.blocks();
      return random.nextInt(3) == 0 ? random.nextInt(n) : random.nextInt(Math.max(1, n / 2));
    }

    private long bytes(int units) {
      return (long) units * shape.unitSize();
    }

    // Calls, logged.

    private Outcome logged(Kind kind, int f, int from, int n, Supplier<Status> call) {
      return logged(kind, f, from, n, 0, 0, clock.incrementAndGet(), call);
    }

    private Outcome logged(
        Kind kind,
        int f,
        int from,
        int n,
        int source,
        int sourceFrom,
        long start,
        Supplier<Status> call) {
      if (log.isFull()) {
        return Outcome.REJECTED;
      }
      log.begin(kind, start, f, from, n, source, sourceFrom);
      Outcome outcome = guarded(call);
      log.end(clock.incrementAndGet(), outcome);
      return outcome;
    }

    private Outcome guarded(Supplier<Status> call) {
      try {
        return call.get().completed() ? Outcome.OK : Outcome.REJECTED;
      } catch (UncheckedIOException e) {
        if (!mayFail) {
          throw e;
        }
        failed.incrementAndGet();
      } catch (IllegalStateException e) {
        if (!String.valueOf(e.getMessage()).startsWith("memory: ")) {
          throw e;
        }
        outOfMemory.incrementAndGet();
      }
      return Outcome.FAILED;
    }

    private void write() {
      int f = file();
      int first = random.nextInt(shape.units());
      int n = 1 + random.nextInt(shape.units() - first);
      if (random.nextBoolean()) {
        first = 0;
        n = shape.units();
      }
      int b = block();
      int from = b * shape.units() + first;
      long start = clock.incrementAndGet();
      ByteBuffer src = records(start, f, from, n);
      hotFile = f;
      hotBlock = b;
      logged(Kind.WRITE, f, from, n, 0, 0, start, () -> cache.write(name(f), bytes(from), src));
    }

    private ByteBuffer records(long start, int f, int from, int n) {
      buffer.clear();
      for (int u = from; u < from + n; u++) {
        shape.put(buffer, StressShape.value(start, f, u));
      }
      return buffer.flip();
    }

    private void read() {
      int f = file();
      int from = block() * shape.units();
      long start = clock.incrementAndGet();
      buffer.clear();
      Outcome outcome = guarded(() -> cache.read(name(f), bytes(from), buffer));
      if (outcome == Outcome.OK) {
        judge(f, from, start, reads++ % 4 == 0);
      }
    }

    /** What is in the buffer is whole, and may be put in the log to be judged. */
    private void judge(int f, int from, long start, boolean keep) {
      int n = buffer.position() / shape.unitSize();
      boolean logs = keep && n > 0 && !log.isFull();
      if (logs) {
        log.begin(Kind.READ, start, f, from, n, 0, 0);
      }
      for (int i = 0; i < n; i++) {
        long value = shape.get(buffer, i * shape.unitSize());
        if (value == StressShape.TORN || StressShape.file(value) == PRIVATE_FILE) {
          throw new AssertionError(
              "read of f%d unit %d: %s, expected a whole record of a file"
                  .formatted(f, from + i, StressShape.describe(value)));
        }
        if (logs) {
          log.value(i, value);
        }
      }
      if (logs) {
        log.end(clock.incrementAndGet(), Outcome.OK);
      }
    }

    private void cloneOrDedupe() {
      int f = file();
      int g = file();
      int from = block();
      int to = block();
      int size = (int) (Math.max(0, cache.size(name(f))) / shape.unitSize());
      int left = size - from * shape.units();
      int n = (1 + random.nextInt(8)) * shape.units();
      n = Math.min(n, (shape.blocks() - to) * shape.units());
      if (n > left) {
        n = random.nextBoolean() ? left : left - left % shape.units(); // to EOF, or whole blocks
      }
      if (n <= 0) {
        return;
      }
      int count = n;
      long pos = bytes(from * shape.units());
      long toPos = bytes(to * shape.units());
      if (random.nextInt(5) == 0) {
        guarded(() -> cache.dedupe(name(f), pos, bytes(count), name(g), toPos));
        return;
      }
      logged(
          Kind.CLONE,
          g,
          to * shape.units(),
          count,
          f,
          from * shape.units(),
          clock.incrementAndGet(),
          () -> cache.clone(name(f), pos, bytes(count), name(g), toPos));
    }

    private void cut() {
      int f = file();
      int from = random.nextInt(shape.perFile());
      int kind = random.nextInt(8);
      if (shape.isSteady(f) || kind < 3) {
        int max = Math.min(shape.perFile() - from, 4 * shape.units());
        int n = 1 + random.nextInt(max);
        logged(Kind.PUNCH, f, from, n, () -> cache.punch(name(f), bytes(from), bytes(n)));
      } else if (kind < 6) {
        int size = Math.max(from, random.nextInt(shape.perFile()));
        logged(Kind.TRUNCATE, f, size, 0, () -> cache.truncate(name(f), bytes(size)));
      } else if (kind == 6 && random.nextBoolean()) {
        logged(Kind.UNLINK, f, 0, 0, () -> cache.unlink(name(f)));
      } else {
        logged(Kind.CREATE, f, 0, 0, () -> cache.create(name(f)));
      }
    }

    private void sync() {
      int f = file();
      if (random.nextInt(6) == 0) {
        logged(
            Kind.COMMIT, 0, 0, 0, () -> cache.environment().commit() ? Status.OK : Status.EINVAL);
      } else {
        logged(Kind.FSYNC, f, 0, 0, () -> cache.fsync(name(f)));
      }
    }

    // Memory.

    private void memory() {
      switch (random.nextInt(8)) {
        case 0 -> map();
        case 1 -> pin();
        case 2, 3, 4 -> store();
        case 5, 6 -> load();
        default -> pinned();
      }
    }

    private void map() {
      if (mapped >= 0) {
        guarded(process::unmap);
        mapped = -1;
        return;
      }
      int f = file();
      MapKind kind = random.nextInt(4) == 0 ? MapKind.PRIVATE : MapKind.SHARED;
      if (guarded(() -> process.map(name(f), kind)) == Outcome.OK) {
        mapped = f;
        mapKind = kind;
      }
    }

    private void store() {
      if (mapped < 0) {
        return;
      }
      int f = mapped;
      int from = block() * shape.units();
      int n = 1 + random.nextInt(shape.units());
      long start = clock.incrementAndGet();
      if (mapKind == MapKind.PRIVATE) {
        ByteBuffer src = records(start, PRIVATE_FILE, from, n);
        guarded(() -> process.store(bytes(from), src));
        return;
      }
      ByteBuffer src = records(start, f, from, n);
      Kind kind = shape.isSteady(f) ? Kind.WRITE : Kind.MAYBE_WRITE;
      logged(kind, f, from, n, 0, 0, start, () -> process.store(bytes(from), src));
    }

    private void load() {
      if (mapped < 0) {
        return;
      }
      int f = mapped;
      int from = block() * shape.units();
      buffer.clear();
      long start = clock.incrementAndGet();
      if (guarded(() -> process.load(bytes(from), buffer)) == Outcome.OK
          && mapKind == MapKind.SHARED) {
        judge(f, from, start, shape.isSteady(f));
      }
    }

    private void pin() {
      if (pinned >= 0) {
        guarded(handle::unpin);
        pinned = -1;
        return;
      }
      int f = file();
      int unit = random.nextInt(shape.perFile());
      PinKind kind = shape.isPinned(f) && random.nextBoolean() ? PinKind.WRITE : PinKind.READ;
      if (guarded(() -> handle.pin(name(f), bytes(unit), kind)) == Outcome.OK) {
        pinned = f;
        pinnedUnit = unit;
        pinKind = kind;
      }
    }

    private void pinned() {
      if (pinned < 0) {
        return;
      }
      int f = pinned;
      int unit = pinnedUnit;
      if (pinKind == PinKind.READ || random.nextBoolean()) {
        buffer.clear();
        if (guarded(() -> handle.load(buffer)) == Outcome.OK) {
          judge(f, unit, 0, false);
        }
        return;
      }
      long start = clock.incrementAndGet();
      ByteBuffer src = records(start, f, unit, 1);
      logged(Kind.MAYBE_WRITE, f, unit, 1, 0, 0, start, () -> handle.store(src));
    }

    // The environment.

    private void environment() {
      Environment env = cache.environment();
      int f = file();
      int b = block();
      int e = 1 + random.nextInt(shape.files() * 8);
      int o = random.nextInt(8);
      guarded(
          () -> {
            boolean done =
                switch (random.nextInt(11)) {
                  case 0, 1, 2 -> env.writeback(name(f), b);
                  case 3 -> env.reclaimOwn(name(f), b);
                  case 4 -> env.reclaimFragment(e, o);
                  case 5, 9, 10 -> env.migrateOwn(name(f), b);
                  case 6 -> env.migrateFragment(e, o);
                  case 7 -> env.evict(name(f));
                  case 8 -> env.takeBack(name(f), e);
                  default -> false;
                };
            return done ? Status.OK : Status.EINVAL;
          });
      if (role == Role.ENVIRONMENT && ++checks % CHECK_EVERY == 0 && !mayFail) {
        cache.checkInvariants();
      }
    }
  }
}
