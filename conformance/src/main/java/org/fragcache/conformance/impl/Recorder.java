package org.fragcache.conformance.impl;

import java.util.HashMap;
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
import org.fragcache.conformance.Subject.Bound;
import org.fragcache.conformance.log.Event;
import org.fragcache.conformance.log.LoggingThread;
import org.fragcache.conformance.log.LoggingThread.Ended;
import org.fragcache.conformance.log.RandomCalls;
import org.fragcache.spec.oracle.Call;

/**
 * Threads that make random calls of the Java cache, as fast as they can, and log them. A number
 * from one counter is taken before a call is made and another after it has returned, so that a call
 * with the smaller end was over before one with the larger start was begun. The counter is the only
 * thing that the threads share besides the cache; it is what they wait for least.
 */
public final class Recorder {

  private final Bounds bounds;
  private final RandomCalls choice;
  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger left;
  private final FragmentCache cache;

  /**
   * What there was.
   *
   * @param events of all threads, in order
   * @param failures what threads threw, which do not end, and what the cache's own checks say in
   *     the end; a call that threw or lasts has no end
   */
  public record Recording(List<Event> events, List<String> failures) {
    /** Copies the lists. */
    public Recording {
      events = List.copyOf(events);
      failures = List.copyOf(failures);
    }
  }

  private Recorder(Bounds bounds, List<Call> calls, int events, boolean pauses) {
    this.bounds = bounds;
    this.choice = new RandomCalls(bounds, calls);
    this.left = new AtomicInteger(events);
    Machine machine = new Machine(bounds, Machine.scope(bounds).maxFolio(), false);
    if (pauses) {
      machine.listen(new Pauses());
    }
    this.cache = machine.start();
  }

  /**
   * Records.
   *
   * @param calls every call of an application
   * @param events how many in all; a call has two, a step of the environment one
   * @param seed of the calls that threads choose; what they meet is up to the scheduler
   * @param pauses whether the cache's steps are told, and threads wait at random ones: calls last
   *     longer and overlap more, but reads without a reference are left out
   */
  public static Recording record(
      Bounds bounds, List<Call> calls, int threads, int events, long seed, boolean pauses) {
    return new Recorder(bounds, calls, events, pauses).run(threads, seed);
  }

  private Recording run(int count, long seed) {
    Ended<Event> ended = LoggingThread.run(count, seed, Caller::new, clock, Event::seq);
    return new Recording(ended.events(), Machine.failures(ended, cache));
  }

  /** One of the threads. */
  private final class Caller extends LoggingThread<Event> {
    private final SplittableRandom waits;
    private final Binder binder = Binder.ofThreads(bounds, cache);
    private final Map<Call, Bound> bound = new HashMap<>();

    Caller(int number, SplittableRandom random) {
      super(number, random);
      this.waits = random.split();
    }

    @Override
    protected void work() {
      for (int events = reserve(); events > 0; events = reserve()) {
        Call next = events == 1 ? choice.step(random) : choice.call(random);
        at(next);
        make(next, events == 1);
      }
    }

    /** How many events come next: 2 of a call, 1 of a step, 0 if there are enough. */
    private int reserve() {
      int wanted = choice.isStep(random) ? 1 : 2;
      return Math.min(wanted, left.getAndUpdate(n -> n - Math.min(wanted, n)));
    }

    private void make(Call call, boolean step) {
      Bound ready = bound.computeIfAbsent(call, binder::bind);
      if (step) {
        String taken = ready.apply();
        log(Event.step(clock.incrementAndGet(), number, call, taken));
        return;
      }
      log(Event.start(clock.incrementAndGet(), number, call));
      pause();
      String outcome = ready.apply();
      pause();
      log(Event.end(clock.incrementAndGet(), number, call, outcome));
    }

    /**
     * At a step, or between a number and the call, or the call and a number: a thread may be put
     * aside there at any time. Where processors are few it seldom is by itself, and threads would
     * run one after the other.
     */
    private void pause() {
      if (waits.nextInt(16) == 0) {
        LockSupport.parkNanos(1_000);
      }
    }
  }

  private static final class Pauses implements StepListener {
    @Override
    public void step(Step step) {
      if (Thread.currentThread() instanceof Caller caller) {
        caller.pause();
      }
    }
  }
}
