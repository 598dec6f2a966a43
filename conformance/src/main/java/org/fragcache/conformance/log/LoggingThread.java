package org.fragcache.conformance.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * One of a few threads that start at once, do as they like, and log it, each in a list of its own.
 * The clock from which they number events is the only thing that they share besides what is tested.
 *
 * @param <E> an event
 */
public abstract class LoggingThread<E> extends Thread {
  private static final long STUCK_MILLIS = 20_000;

  protected final int number;
  protected final SplittableRandom random;
  private final List<E> events = Collections.synchronizedList(new ArrayList<>());
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private @Nullable CountDownLatch gate; // set before the start
  private volatile @Nullable Object doing;

  /** The thread of that number, from 0, with random numbers of its own. */
  protected LoggingThread(int number, SplittableRandom random) {
    super("caller-" + number);
    this.number = number;
    this.random = random;
    setDaemon(true);
  }

  /** Makes the thread of that number. */
  public interface Maker<T> {
    /** Makes it; it is not started. */
    T make(int number, SplittableRandom random);
  }

  /**
   * What there was.
   *
   * @param events of all threads, by number
   * @param failures what threads threw, and who does not end
   * @param all whether all have ended
   */
  public record Ended<E>(List<E> events, List<String> failures, boolean all) {}

  /** All that the thread does; it ends when there are events enough. */
  protected abstract void work();

  /** Adds an event of this thread. */
  protected final void log(E event) {
    events.add(event);
  }

  /** The events of this thread so far. */
  protected final List<E> events() {
    return events;
  }

  /** What the thread is at, for a message. */
  protected final void at(Object what) {
    doing = what;
  }

  @Override
  public final void run() {
    try {
      if (gate != null) {
        gate.countDown();
        gate.await();
      }
      work();
    } catch (RuntimeException | Error e) {
      failures.add("thread " + number + ": " + doing + " threw " + e);
    } catch (InterruptedException e) {
      failures.add("thread " + number + ": interrupted");
    }
  }

  /**
   * Runs so many threads until all have ended, or wait for ever.
   *
   * @param clock that counts events
   * @param seq the number of an event
   */
  public static <E, T extends LoggingThread<E>> Ended<E> run(
      int count, long seed, Maker<T> maker, AtomicLong clock, ToLongFunction<E> seq) {
    CountDownLatch gate = new CountDownLatch(count);
    SplittableRandom random = new SplittableRandom(seed);
    List<LoggingThread<E>> threads = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      LoggingThread<E> thread = maker.make(t, random.split());
      thread.gate = gate;
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    boolean all = join(threads, clock);
    List<E> events = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (LoggingThread<E> thread : threads) {
      synchronized (thread.events) {
        events.addAll(thread.events);
      }
      failures.addAll(thread.failures);
      if (thread.isAlive()) {
        failures.add(thread.getName() + " does not end: " + thread.doing);
      }
    }
    events.sort(Comparator.comparingLong(seq));
    return new Ended<>(events, failures, all);
  }

  /** Whether all have ended: not if nothing has happened for so long that they wait for ever. */
  private static boolean join(List<? extends Thread> threads, AtomicLong clock) {
    try {
      for (Thread thread : threads) {
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
}
