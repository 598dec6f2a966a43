package org.fragcache.conformance.impl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
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
import org.fragcache.conformance.log.LoggingThread;
import org.fragcache.conformance.log.LoggingThread.Ended;
import org.fragcache.spec.oracle.Call;

/**
 * Threads that do random operations on the Java cache, as fast as they can, and log each step that
 * it tells. A number from one counter is taken when a step is told, before it is taken; so a step
 * takes effect between its number and the thread's next. The counter is the only thing that the
 * threads share besides the cache.
 */
public final class LabelRecorder {
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
      Binder.ofThreads(bounds, cache).bind(call).apply();
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

  private LabelRecording run(int count, long seed) {
    Ended<LabelEvent> ended = LoggingThread.run(count, seed, Caller::new, clock, LabelEvent::seq);
    return new LabelRecording(ended.events(), Machine.failures(ended, cache));
  }

  /** One of the threads. */
  private final class Caller extends LoggingThread<LabelEvent> {
    private final SplittableRandom waits;
    private final Binder binder = Binder.ofThreads(bounds, cache);
    private final Map<Call, Bound> bound = new HashMap<>();

    Caller(int number, SplittableRandom random) {
      super(number, random);
      this.waits = random.split();
    }

    @Override
    protected void work() {
      while (left.get() > 0) {
        List<Operation> same = choices.get(random.nextInt(choices.size()));
        Operation next = same.get(random.nextInt(same.size()));
        at(next);
        perform(next);
      }
    }

    private void perform(Operation next) {
      Bound ready = bound.computeIfAbsent(next.call(), binder::bind);
      int first = events().size();
      log(Kind.START, next.text());
      String outcome = ready.apply();
      if (outcome.equals(Outcomes.NOT_ENABLED) && events().size() == first + 1) {
        events().remove(first); // a step of the environment that was none
        left.incrementAndGet();
        return;
      }
      log(Kind.END, outcome);
    }

    private void log(Kind kind, String text) {
      log(new LabelEvent(clock.incrementAndGet(), number, kind, text));
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
