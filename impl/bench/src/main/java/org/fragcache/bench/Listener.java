package org.fragcache.bench;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * What the step listener costs when there is none: calls that take many steps, against the same on
 * a cache whose {@code Steps} has no listener to ask for. Both caches have classes of their own, so
 * that the compiler learns nothing from the one for the other.
 */
final class Listener implements Measurement {
  private static final double BOUND = 1.05;
  private static final int SLICES = 9; // for each round of the scale
  private static final int WARM_UPS = 10;
  private static final int WARM_UP = 20_000; // calls: each cache's classes are compiled anew

  @Override
  public String name() {
    return "listener";
  }

  @Override
  public Report run(Context context) {
    List<Calls> batches =
        List.of(
            new Calls(StepsLoader.load(false, false)),
            new Calls(StepsLoader.load(true, false)),
            new Calls(StepsLoader.load(false, true)));
    for (int i = 0; i < WARM_UPS; i++) {
      for (Calls batch : batches) { // in turns, so that none is compiled last
        batch.calls.accept(context.scale.forked() ? WARM_UP : 1);
      }
    }
    List<Sample> samples = Stopwatch.time(context, batches, SLICES * context.scale.rounds);
    return Report.of(
        name(),
        List.of(
            Requirement.ratioAtMost(
                name() + "/off",
                "create, clone, CoW write, truncate and unlink without a listener,"
                    + " against a cache that cannot have one",
                "ns",
                samples.get(0),
                samples.get(1),
                BOUND)),
        List.of(
            new Figure(
                name() + "/on",
                "the same calls with a listener that does nothing",
                "ns",
                samples.get(2).median())),
        List.of());
  }

  private static final class Calls extends Batch {
    private final IntConsumer calls;

    Calls(IntConsumer calls) {
      this.calls = calls;
    }

    @Override
    void run() {
      calls.accept(n());
    }
  }
}
