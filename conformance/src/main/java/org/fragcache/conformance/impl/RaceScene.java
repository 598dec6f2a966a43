package org.fragcache.conformance.impl;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.fragcache.FragmentCache;
import org.fragcache.conformance.Bounds;
import org.fragcache.conformance.Subject.Bound;
import org.fragcache.conformance.log.Event;
import org.fragcache.conformance.log.LoggingThread.Ended;
import org.fragcache.conformance.log.RandomCalls;
import org.fragcache.conformance.race.Scene;
import org.fragcache.spec.oracle.Call;

/**
 * The Java cache as a scene. It reads and writes through its pages only, so direct calls are calls
 * like others. What happens without a call are its steps of the environment.
 */
public final class RaceScene implements Scene {
  private final Bounds bounds;
  private final FragmentCache cache;
  private final RandomCalls steps;
  private final Binder environment;

  /**
   * A new cache.
   *
   * @param calls every call of an application
   */
  public RaceScene(Bounds bounds, List<Call> calls) {
    this.bounds = bounds;
    this.cache = new Machine(bounds, Machine.scope(bounds).maxFolio(), false).start();
    this.steps = new RandomCalls(bounds, calls);
    this.environment = Binder.ofThreads(bounds, cache);
  }

  @Override
  public Caller caller(boolean direct) {
    Binder binder = Binder.ofThreads(bounds, cache);
    Map<Call, Bound> bound = new HashMap<>();
    return new Caller() {
      @Override
      public Optional<String> make(Call call) {
        return Optional.of(bound.computeIfAbsent(call, binder::bind).apply());
      }

      @Override
      public void close() {
        // Nothing is held; views stay, as those of a process whose thread has ended.
      }
    };
  }

  @Override
  public void disturb(SplittableRandom random) {
    environment.bind(steps.step(random)).apply();
  }

  @Override
  public List<String> failures(Ended<Event> ended) {
    return Machine.failures(ended, cache);
  }

  @Override
  public void close() {
    // A cache on memory: nothing is left behind.
  }
}
