package org.fragcache.conformance.impl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.fragcache.FragmentCache;
import org.fragcache.Scope;
import org.fragcache.Step;
import org.fragcache.StepListener;
import org.fragcache.conformance.Bounds;
import org.fragcache.conformance.CallSequence;
import org.fragcache.conformance.Subject.Bound;
import org.fragcache.conformance.schedule.ScheduledSubject;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.jspecify.annotations.Nullable;

/** The Java cache, with real threads in it that stop before each step of FragmentSteps. */
public final class ScheduledImpl implements ScheduledSubject, StepListener {
  static final int MEMORY = 64; // folios: more than any model has
  private static final Set<String> OPS =
      Set.of(
          "Create",
          "Read",
          "Write",
          "Truncate",
          "Punch",
          "Clone",
          "Dedupe",
          "Fsync",
          "Map",
          "Load",
          "Store",
          "Writeback",
          "ReclaimOwn",
          "ReclaimFragment",
          "Evict",
          "MigrateOwn",
          "MigrateFragment",
          "Pin",
          "PinStore",
          "Unpin");

  private final Scope scope;
  private final Bounds bounds;
  private final Map<String, String> setups;
  private List<SteppedThread> threads = new ArrayList<>();
  private List<Binder> binders = new ArrayList<>();
  private @Nullable FragmentCache cache;

  /**
   * @param files names, in the order in which their locks are taken
   * @param setups for the name of an initial state the calls that lead there
   */
  public ScheduledImpl(List<String> files, int blocks, Map<String, String> setups) {
    this.setups = Map.copyOf(setups);
    this.bounds = bounds(files, blocks);
    this.scope = Machine.scope(bounds);
  }

  /** What FragmentSteps has: blocks of one unit, each file mapped by a process of its name. */
  static Bounds bounds(List<String> files, int blocks) {
    return new Bounds(files, blocks, 1, files, List.of(), 0, false, OPS);
  }

  @Override
  public void reset(String setup, int count) {
    close();
    String calls = setups.get(setup);
    if (calls == null) {
      throw new UsageException(
          "initial state " + setup + ": no calls that lead there; expected one of " + setups);
    }
    Machine machine = new Machine(bounds, MEMORY, false);
    machine.listen(this);
    cache = machine.start();
    Binder binder = binder();
    for (Call call : CallSequence.parse(calls)) {
      binder.bind(call).apply();
    }
    threads = new ArrayList<>();
    binders = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      threads.add(new SteppedThread("t" + (t + 1)));
      binders.add(binder());
    }
  }

  private Binder binder() {
    return new Binder(bounds, this::cache, () -> {});
  }

  private FragmentCache cache() {
    FragmentCache c = cache;
    if (c == null) {
      throw new IllegalStateException("subject is closed");
    }
    return c;
  }

  @Override
  public String at(int thread) {
    Step step = threads.get(thread).at();
    return step == null ? IDLE : step.name();
  }

  @Override
  public void begin(int thread, Call call) {
    Bound bound = binders.get(thread).bind(call);
    threads.get(thread).begin(bound::apply);
  }

  @Override
  public boolean take(int thread) {
    return threads.get(thread).take();
  }

  @Override
  public String outcome(int thread) {
    return threads.get(thread).result();
  }

  @Override
  public List<String> observe() {
    return cache().sharedState(scope, bounds.files());
  }

  @Override
  public String selfCheck() {
    return Machine.selfCheck(cache());
  }

  @Override
  public void step(Step step) {
    await(step, () -> true);
  }

  @Override
  public void await(Step step, BooleanSupplier attempt) {
    Thread self = Thread.currentThread();
    for (SteppedThread t : threads) {
      if (t.is(self)) {
        t.stop(step, attempt);
        return;
      }
    }
    if (!attempt.getAsBoolean()) {
      throw new IllegalStateException("setup: waits at " + step);
    }
  }

  @Override
  public void close() {
    threads.forEach(SteppedThread::release);
    threads.forEach(SteppedThread::join);
    threads = new ArrayList<>();
    cache = null;
  }
}
