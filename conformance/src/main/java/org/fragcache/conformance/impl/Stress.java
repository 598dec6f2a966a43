package org.fragcache.conformance.impl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.fragcache.CacheStats;
import org.fragcache.FragmentCache;
import org.fragcache.conformance.Bounds;
import org.fragcache.conformance.Subject.Bound;
import org.fragcache.conformance.log.RandomCalls;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;

/**
 * Bursts of threads that make random calls of the cache and steps of its environment, as fast as
 * they can. After each burst the cache's own checks are asked; in the end everything is dropped,
 * and nothing may be left.
 */
public final class Stress {
  /** What a cache may stand on. */
  public static final List<String> KINDS = List.of("disk", "durable", "short", "memory");

  private static final int THREADS = 4;
  private static final int CALLS = 400; // of a thread in a burst
  private static final int SHORT = 2 + 2 * THREADS; // folios, at which each thread can go on

  /**
   * Not within bursts: a crash is one of all, poison is seen, and commits come after each burst.
   */
  private static final Set<String> LEFT_OUT =
      Set.of("Crash", "PoisonOwn", "PoisonFragment", "Commit");

  private final Bounds bounds;
  private final RandomCalls choice;
  private final FragmentCache cache;
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

  private Stress(Bounds all, List<Call> calls, String kind) {
    Set<String> ops = new HashSet<>(all.ops());
    ops.removeAll(LEFT_OUT);
    this.bounds = with(all, ops);
    this.choice = new RandomCalls(bounds, calls);
    Machine machine =
        switch (kind) {
          case "disk", "memory" -> new Machine(bounds, Machine.scope(bounds).maxFolio(), false);
          case "short" -> new Machine(bounds, SHORT, false);
          case "durable" -> new Machine(all, Machine.scope(bounds).maxFolio(), false);
          default ->
              throw new UsageException(
                  "stress of '" + kind + "'; expected one of " + String.join(", ", KINDS));
        };
    this.cache = machine.start();
  }

  private static Bounds with(Bounds b, Set<String> ops) {
    return new Bounds(
        b.files(),
        b.blocks(),
        b.unitsPerBlock(),
        b.processes(),
        b.handles(),
        b.capacity(),
        b.memoryBacked(),
        ops);
  }

  /**
   * Runs bursts on a new cache.
   *
   * @param calls every call of an application
   * @param kind one of {@link #KINDS}
   * @param seed of the calls that threads choose; what they meet is up to the scheduler
   * @return what went wrong first, or empty
   */
  public static String run(Bounds bounds, List<Call> calls, String kind, int bursts, long seed) {
    Stress stress = new Stress(bounds, calls, kind);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < bursts; i++) {
      String wrong = stress.burst(random);
      if (!wrong.isEmpty()) {
        return wrong;
      }
    }
    return stress.dropEverything();
  }

  private String burst(SplittableRandom random) {
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      SplittableRandom own = random.split();
      Thread thread = new Thread(() -> calls(own), "burst-" + t);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UsageException("interrupted while threads ran", e);
      }
    }
    String failure = failures.poll();
    if (failure != null) {
      return failure;
    }
    cache.environment().commit();
    return Machine.selfCheck(cache);
  }

  private void calls(SplittableRandom random) {
    Binder binder = binder();
    Map<Call, Bound> bound = new HashMap<>();
    for (int i = 0; i < CALLS; i++) {
      Call call = choice.isStep(random) ? choice.step(random) : choice.call(random);
      try {
        bound.computeIfAbsent(call, binder::bind).apply();
      } catch (RuntimeException e) {
        // So many pins that there was no memory: the one thing that may be thrown.
        if (!String.valueOf(e.getMessage()).startsWith("memory: ")) {
          failures.add(call + " threw " + e);
          return;
        }
      } catch (Error e) { // which would end this thread, and nobody would know
        failures.add(call + " threw " + e);
        return;
      }
    }
  }

  private Binder binder() {
    return new Binder(bounds, () -> cache, () -> {});
  }

  private String dropEverything() {
    Binder binder = binder();
    bounds.processes().forEach(p -> binder.bind(Call.of("Unmap", p)).apply());
    bounds.handles().forEach(h -> binder.bind(Call.of("Unpin", h)).apply());
    bounds.files().forEach(f -> binder.bind(Call.of("Unlink", f)).apply());
    CacheStats left = cache.stats();
    boolean nothing = left.cachedFolios() == 0 && left.fragments() == 0 && left.usedBlocks() == 0;
    return nothing ? Machine.selfCheck(cache) : "all was dropped, and there is left " + left;
  }
}
