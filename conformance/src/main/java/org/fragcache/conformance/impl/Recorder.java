package org.fragcache.conformance.impl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
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
import org.fragcache.conformance.Subject.Bound;
import org.fragcache.conformance.log.Event;
import org.fragcache.conformance.log.RandomCalls;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.jspecify.annotations.Nullable;

/**
 * Threads that make random calls of the Java cache, as fast as they can, and log them. A number
 * from one counter is taken before a call is made and another after it has returned, so that a call
 * with the smaller end was over before one with the larger start was begun. The counter is the only
 * thing that the threads share besides the cache; it is what they wait for least.
 */
public final class Recorder {
  private static final long STUCK_MILLIS = 20_000;

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
    CountDownLatch gate = new CountDownLatch(count);
    SplittableRandom random = new SplittableRandom(seed);
    List<Caller> threads = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      threads.add(new Caller(t, random.split(), gate));
    }
    threads.forEach(Thread::start);
    List<Event> events = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    boolean ended = join(threads);
    for (Caller thread : threads) {
      events.addAll(thread.events);
      failures.addAll(thread.failures);
      if (thread.isAlive()) {
        failures.add(thread.getName() + " does not end: " + thread.call);
      }
    }
    events.sort(Comparator.comparingLong(Event::seq));
    String complaint = ended ? Machine.selfCheck(cache) : ""; // which waits for all calls to end
    if (!complaint.isEmpty()) {
      failures.add("the cache's own checks, in the end: " + complaint);
    }
    return new Recording(events, failures);
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
    private final Binder binder;
    private final Map<Call, Bound> bound = new HashMap<>();
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private volatile @Nullable Call call; // the last

    Caller(int number, SplittableRandom random, CountDownLatch gate) {
      super("caller-" + number);
      this.number = number;
      this.random = random;
      this.waits = random.split();
      this.gate = gate;
      this.binder =
          new Binder(
              bounds,
              () -> cache,
              () -> {
                throw new IllegalStateException("a crash among threads");
              });
      setDaemon(true);
    }

    @Override
    public void run() {
      gate.countDown();
      try {
        gate.await();
        for (int events = reserve(); events > 0; events = reserve()) {
          Call next = events == 1 ? choice.step(random) : choice.call(random);
          call = next;
          make(next, events == 1);
        }
      } catch (RuntimeException e) {
        failures.add("thread " + number + ": " + call + " threw " + e);
      } catch (InterruptedException e) {
        failures.add("thread " + number + ": interrupted");
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
        events.add(Event.step(clock.incrementAndGet(), number, call, taken));
        return;
      }
      events.add(Event.start(clock.incrementAndGet(), number, call));
      pause();
      String outcome = ready.apply();
      pause();
      events.add(Event.end(clock.incrementAndGet(), number, call, outcome));
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
