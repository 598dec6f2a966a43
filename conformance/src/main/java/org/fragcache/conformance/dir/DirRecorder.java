package org.fragcache.conformance.dir;

import com.sun.jna.Memory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.fragcache.conformance.Subject.Bound;
import org.fragcache.conformance.log.Event;
import org.fragcache.conformance.log.LogModel;
import org.fragcache.conformance.log.LoggingThread;
import org.fragcache.conformance.log.LoggingThread.Ended;
import org.fragcache.conformance.log.RandomCalls;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;

/**
 * Threads that make random calls on files of a directory, as fast as they can, and log them, as
 * {@code impl.Recorder} does for the Java cache; and one more that all the while writes files and
 * drops what is cached of them, which nobody may see.
 *
 * <p>A read that is torn within a unit is no value of the specification. It is counted, and left
 * out of the log: what is left must be a behaviour all the same.
 */
public final class DirRecorder {
  private static final long END_MILLIS = 20_000;
  private static final long PAUSE_MILLIS = 1;

  private final LogModel model;
  private final Directory directory;
  private final UnitBytes units;
  private final RandomCalls choice;
  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger left;
  private final AtomicInteger reads = new AtomicInteger();
  private final List<String> torn = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean over;

  /**
   * What there was.
   *
   * @param events of all threads, in order
   * @param reads how many reads there were
   * @param torn what was read that nobody wrote, each a line; not among the events
   * @param failures what threads threw
   */
  public record Recording(List<Event> events, int reads, List<String> torn, List<String> failures) {
    /** Copies the lists. */
    public Recording {
      events = List.copyOf(events);
      torn = List.copyOf(torn);
      failures = List.copyOf(failures);
    }
  }

  private DirRecorder(LogModel model, Directory directory, int events) {
    this.model = model;
    this.directory = directory;
    this.units = new UnitBytes(directory.blockSize() / model.bounds().unitsPerBlock());
    this.choice = new RandomCalls(model.bounds(), model.calls());
    this.left = new AtomicInteger(events);
  }

  /**
   * Records.
   *
   * @param path of the directory, empty, with clones
   * @param model without views and pins, and without Unlink: a call that opened a file before it
   *     lost its name has two moments, and FileView gives it one
   * @param events how many in all; a call has two
   * @param seed of the calls that threads choose; what they meet is up to the scheduler
   */
  public static Recording record(String path, LogModel model, int threads, int events, long seed) {
    if (!model.bounds().processes().isEmpty()
        || !model.bounds().handles().isEmpty()
        || model.bounds().ops().contains("Unlink")) {
      throw new UsageException(
          model.name() + ": has views, pins or Unlink; expected log-kernel for a directory");
    }
    try (Directory directory = new Directory(path)) {
      return new DirRecorder(model, directory, events).run(threads, seed);
    }
  }

  private FileLimit limit() {
    int most = model.bounds().blocks() * model.bounds().unitsPerBlock();
    return FileLimit.of((long) most * units.size());
  }

  private Recording run(int count, long seed) {
    List<String> failures = Collections.synchronizedList(new ArrayList<>());
    Thread dropper = new Thread(this::drop, "dropper");
    dropper.setDaemon(true);
    dropper.setUncaughtExceptionHandler((t, e) -> failures.add("dropper threw " + e));
    FileLimit limit = limit();
    limit.set(); // for all of them, all the while
    try {
      dropper.start();
      Ended<Event> ended = LoggingThread.run(count, seed, Caller::new, clock, Event::seq);
      failures.addAll(ended.failures());
      over = true;
      dropper.join(END_MILLIS);
      if (dropper.isAlive()) {
        failures.add("dropper does not end");
      }
      return new Recording(ended.events(), reads.get(), torn, failures);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UsageException("interrupted while threads were recorded", e);
    } finally {
      over = true;
      limit.lift();
    }
  }

  /** Writes files and drops what is cached, one after the other. */
  private void drop() {
    Kernel kernel = new Kernel();
    List<Memory> paths = model.bounds().files().stream().map(directory::file).toList();
    for (int i = 0; !over; i++) {
      directory.enter();
      try {
        long fd = kernel.open(paths.get(i % paths.size()), Kernel.O_RDWR);
        if (fd >= 0) {
          kernel.fsync(fd);
          kernel.dropCache(fd);
          kernel.close(fd);
        }
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      } finally {
        directory.leave();
      }
    }
  }

  /** One of the threads. */
  private final class Caller extends LoggingThread<Event> {
    private final FileCalls calls = new FileCalls(model.bounds(), directory, units, FileLimit.NONE);
    private final Map<Call, Bound> bound = new HashMap<>();

    Caller(int number, SplittableRandom random) {
      super(number, random);
    }

    @Override
    protected void work() {
      while (left.addAndGet(-2) >= 0) {
        Call call = choice.call(random);
        at(call);
        make(call);
      }
    }

    private void make(Call call) {
      Bound ready = bound.computeIfAbsent(call, calls::bind);
      boolean read = call.name().equals("Read");
      if (read) {
        reads.incrementAndGet();
      }
      long start = clock.incrementAndGet();
      String outcome;
      try {
        outcome = ready.apply();
      } catch (TornUnitException e) {
        if (!read) {
          throw e;
        }
        torn.add(call + ": " + e.getMessage());
        return;
      }
      log(Event.start(start, number, call));
      log(Event.end(clock.incrementAndGet(), number, call, outcome));
    }
  }
}
