package org.fragcache.conformance.race;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.fragcache.conformance.log.CallLog;
import org.fragcache.conformance.log.Event;
import org.fragcache.conformance.log.LogModel;
import org.fragcache.conformance.log.LoggingThread;
import org.fragcache.conformance.log.LoggingThread.Ended;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;

/**
 * Runs a program: its setup, then a thread for each role, all at once and as fast as they can, and
 * one more for what happens without a call. The log has the setup as calls of the first thread.
 *
 * <p>A read that is torn within a unit is no value of the specification. It is counted, and left
 * out of the log: what is left must be a behaviour all the same.
 */
public final class RaceRun {
  private static final long END_MILLIS = 20_000;
  private static final int PAUSE_EVERY = 16;
  private static final long PAUSE_NANOS = 1_000;

  private final RaceProgram program;
  private final Scene scene;
  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger left;
  private final AtomicInteger reads = new AtomicInteger();
  private final List<String> torn = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean over;

  /**
   * What there was.
   *
   * @param log to be judged
   * @param reads reads and loads there were
   * @param torn of these, what nobody wrote, each a line; not in the log
   * @param failures what threads threw, and what is wrong in the end
   */
  public record Result(CallLog log, int reads, List<String> torn, List<String> failures) {
    /** Copies the lists. */
    public Result {
      torn = List.copyOf(torn);
      failures = List.copyOf(failures);
    }
  }

  private RaceRun(RaceProgram program, Scene scene, int events) {
    this.program = program;
    this.scene = scene;
    this.left = new AtomicInteger(events);
  }

  /**
   * Runs it.
   *
   * @param model of {@link RacePrograms#MODEL}
   * @param events starts and ends, those of torn reads included; the setup comes on top
   * @param seed of what happens without a call; the schedule is the machine's
   */
  public static Result of(LogModel model, RaceProgram program, Scene scene, int events, long seed) {
    return new RaceRun(program, scene, events).run(model, seed);
  }

  private Result run(LogModel model, long seed) {
    List<Event> events = new ArrayList<>();
    setup(events);
    SplittableRandom random = new SplittableRandom(seed);
    List<String> failures = Collections.synchronizedList(new ArrayList<>());
    Thread environment = new Thread(() -> disturb(random.split()), "environment");
    environment.setDaemon(true);
    environment.setUncaughtExceptionHandler((t, e) -> failures.add("environment threw " + e));
    environment.start();
    try {
      Ended<Event> ended =
          LoggingThread.run(program.roles().size(), seed, Player::new, clock, Event::seq);
      over = true;
      environment.join(END_MILLIS);
      if (environment.isAlive()) {
        failures.add("environment does not end");
      }
      failures.addAll(scene.failures(ended));
      events.addAll(ended.events());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UsageException(program.name() + ": interrupted", e);
    } finally {
      over = true;
    }
    CallLog.Header header =
        new CallLog.Header(
            model.name(),
            model.constants(),
            program.roles().size(),
            seed,
            false,
            Optional.of(program.name()));
    return new Result(new CallLog(header, events), reads.get(), torn, failures);
  }

  private void setup(List<Event> events) {
    try (Scene.Caller caller = scene.caller(false)) {
      for (Call call : program.setup()) {
        events.add(Event.start(clock.incrementAndGet(), 0, call));
        String outcome = caller.make(call).orElseThrow();
        events.add(Event.end(clock.incrementAndGet(), 0, call, outcome));
      }
    }
  }

  private void disturb(SplittableRandom random) {
    while (!over) {
      scene.disturb(random);
    }
  }

  /** One of the threads. */
  private final class Player extends LoggingThread<Event> {
    private final RaceProgram.Role role;

    Player(int number, SplittableRandom random) {
      super(number, random);
      this.role = program.roles().get(number);
    }

    @Override
    protected void work() {
      try (Scene.Caller caller = scene.caller(role.direct())) {
        role.first().forEach(call -> make(caller, call));
        for (int i = 0; left.addAndGet(-2) >= 0; i = (i + 1) % role.round().size()) {
          make(caller, role.round().get(i));
        }
      }
    }

    private void make(Scene.Caller caller, Call call) {
      at(call);
      if (call.name().equals("Read") || call.name().equals("Load")) {
        reads.incrementAndGet();
      }
      long start = clock.incrementAndGet();
      pause();
      Optional<String> outcome = caller.make(call);
      pause();
      if (outcome.isEmpty()) {
        torn.add("thread " + number + ": " + call);
        return;
      }
      log(Event.start(start, number, call));
      log(Event.end(clock.incrementAndGet(), number, call, outcome.get()));
    }

    /** Where processors are few, calls that are short seldom meet by themselves. */
    private void pause() {
      if (random.nextInt(PAUSE_EVERY) == 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
