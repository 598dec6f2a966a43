package org.fragcache.conformance.impl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.fragcache.FragmentCache;
import org.fragcache.Step;
import org.fragcache.StepListener;
import org.fragcache.conformance.Bounds;
import org.fragcache.conformance.CallSequence;
import org.fragcache.conformance.Outcomes;
import org.fragcache.conformance.Subject.Bound;
import org.fragcache.conformance.labels.LabelEvent;
import org.fragcache.conformance.labels.LabelEvent.Kind;
import org.fragcache.conformance.labels.LabelRecording;
import org.fragcache.conformance.labels.Operation;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.jspecify.annotations.Nullable;

/**
 * Threads that do random operations on the Java cache, as fast as they can, and log each step that
 * it tells. A number from one counter is taken when a step is told, before it is taken; so a step
 * takes effect between its number and the thread's next. The counter is the only thing that the
 * threads share besides the cache.
 */
public final class LabelRecorder {
  private static final long STUCK_MILLIS = 20_000;

  /** Which operations are chosen more often is a matter of what is found sooner. */
  private static final Map<String, Integer> WEIGHTS =
      Map.of("Write", 4, "Clone", 4, "Store", 4, "Read", 3, "Load", 3, "Writeback", 2);

  private final Bounds bounds;
  private final List<List<Operation>> choices = new ArrayList<>(); // one of a kind as its weight
  private final boolean pauses;
  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger left;
  private final FragmentCache cache;

  private LabelRecorder(
      List<String> files,
      int blocks,
      String setup,
      List<Operation> operations,
      int events,
      boolean pauses) {
    this.bounds = ScheduledImpl.bounds(files, blocks);
    this.pauses = pauses;
    this.left = new AtomicInteger(events);
    Map<String, List<Operation>> kinds = new LinkedHashMap<>();
    for (Operation o : operations) {
      kinds.computeIfAbsent(o.call().name(), n -> new ArrayList<>()).add(o);
    }
    kinds.forEach(
        (name, same) -> choices.addAll(Collections.nCopies(WEIGHTS.getOrDefault(name, 1), same)));
    Machine machine = new Machine(bounds, ScheduledImpl.MEMORY, false);
    machine.listen(new Told());
    this.cache = machine.start();
    for (Call call : CallSequence.parse(setup)) {
      binder().bind(call).apply();
    }
  }

  /**
   * Records.
   *
   * @param setup calls that lead to the state in which threads start
   * @param operations what a thread may do
   * @param events about how many in all: none starts an operation when there are so many
   * @param seed of the operations that threads choose; what they meet is up to the scheduler
   * @param pauses whether threads wait at random steps: steps overlap more
   */
  public static LabelRecording record(
      List<String> files,
      int blocks,
      String setup,
      List<Operation> operations,
      int threads,
      int events,
      long seed,
      boolean pauses) {
    return new LabelRecorder(files, blocks, setup, operations, events, pauses).run(threads, seed);
  }

  private Binder binder() {
    return new Binder(
        bounds,
        () -> cache,
        () -> {
          throw new IllegalStateException("a crash among threads");
        });
  }

  private LabelRecording run(int count, long seed) {
    CountDownLatch gate = new CountDownLatch(count);
    SplittableRandom random = new SplittableRandom(seed);
    List<Caller> threads = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      threads.add(new Caller(t, random.split(), gate));
    }
    threads.forEach(Thread::start);
    boolean ended = join(threads);
    List<LabelEvent> events = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (Caller thread : threads) {
      events.addAll(thread.copy());
      failures.addAll(thread.failures);
      if (thread.isAlive()) {
        failures.add(thread.getName() + " does not end: " + thread.operation);
      }
    }
    events.sort(Comparator.comparingLong(LabelEvent::seq));
    String complaint = ended ? Machine.selfCheck(cache) : ""; // which waits for all calls to end
    if (!complaint.isEmpty()) {
      failures.add("the cache's own checks, in the end: " + complaint);
    }
    return new LabelRecording(events, failures);
  }

  /** Whether all have ended: not if nothing has happened for so long that they wait for ever. */
  private boolean join(List<Caller> threads) {
    try {
      for (Caller thread : threads) {
        for (long before = -1; thread.isAlive(); thread.join(STUCK_MILLIS)) {
          if (clock.get() == before) {
            return false;
          }
          before = clock.get();
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UsageException("interrupted while threads were recorded", e);
    }
  }

  /** One of the threads. */
  private final class Caller extends Thread {
    private final int number;
    private final SplittableRandom random;
    private final SplittableRandom waits;
    private final CountDownLatch gate;
    private final Binder binder = binder();
    private final Map<Call, Bound> bound = new HashMap<>();
    private final List<LabelEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private volatile @Nullable Operation operation; // the last

    Caller(int number, SplittableRandom random, CountDownLatch gate) {
      super("caller-" + number);
      this.number = number;
      this.random = random;
      this.waits = random.split();
      this.gate = gate;
      setDaemon(true);
    }

    List<LabelEvent> copy() {
      synchronized (events) {
        return List.copyOf(events);
      }
    }

    @Override
    public void run() {
      gate.countDown();
      try {
        gate.await();
        while (left.get() > 0) {
          List<Operation> same = choices.get(random.nextInt(choices.size()));
          Operation next = same.get(random.nextInt(same.size()));
          operation = next;
          perform(next);
        }
      } catch (RuntimeException | Error e) {
        failures.add("thread " + number + ": " + operation + " threw " + e);
      } catch (InterruptedException e) {
        failures.add("thread " + number + ": interrupted");
      }
    }

    private void perform(Operation next) {
      Bound ready = bound.computeIfAbsent(next.call(), binder::bind);
      int first = events.size();
      log(Kind.START, next.text());
      String outcome = ready.apply();
      if (outcome.equals(Outcomes.NOT_ENABLED) && events.size() == first + 1) {
        events.remove(first); // a step of the environment that was none
        left.incrementAndGet();
        return;
      }
      log(Kind.END, outcome);
    }

    private void log(Kind kind, String text) {
      events.add(new LabelEvent(clock.incrementAndGet(), number, kind, text));
      left.decrementAndGet();
    }

    void told(Step step) {
      pause();
      log(Kind.LABEL, step.name());
      pause();
    }

    /** Where processors are few threads would run one after the other. */
    private void pause() {
      if (pauses && waits.nextInt(16) == 0) {
        LockSupport.parkNanos(1_000);
      }
    }
  }

  /** Of a thread that is none of those, which makes the setup, nothing is logged. */
  private static final class Told implements StepListener {
    @Override
    public void step(Step step) {
      if (Thread.currentThread() instanceof Caller caller) {
        caller.told(step);
      }
    }
  }
}
