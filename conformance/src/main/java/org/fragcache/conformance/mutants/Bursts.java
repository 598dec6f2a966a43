package org.fragcache.conformance.mutants;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fragcache.conformance.Bounds;
import org.fragcache.conformance.ReplayModel;
import org.fragcache.conformance.Ticker;
import org.fragcache.spec.oracle.Call;

/** Bursts of threads, on one cache after another. */
final class Bursts implements Probe {
  private static final int BURSTS = 3;
  private static final int CACHES = 12; // at least, and for so long:
  private static final long NANOS = 5_000_000_000L;

  private final Bounds bounds;
  private final List<Call> calls = new ArrayList<>();
  private final String kind;
  private final long seed;

  /** The bounds and calls are those of random walks. */
  Bursts(Path spec, String kind, long seed) {
    this.kind = kind;
    this.seed = seed;
    String name = kind.equals("memory") ? "walk-memory" : "walk-disk";
    Path cfg = spec.resolve("scenarios/" + name + ".cfg");
    try (ReplayModel model = ReplayModel.open(name, spec, "MCWalks", cfg)) {
      bounds = model.bounds();
      for (int c = 0; c < model.alphabet().size(); c++) {
        if (model.isCall(c)) {
          calls.add(model.alphabet().get(c));
        }
      }
    }
  }

  @Override
  public Seen look(BrokenCache cache, Ticker alive) {
    long bursts = 0;
    long began = System.nanoTime();
    for (long n = seed; n < seed + CACHES || System.nanoTime() - began < NANOS; n++) {
      alive.tick(kind, "bursts", bursts, 0);
      bursts += BURSTS;
      String wrong = cache.stress(bounds, calls, kind, BURSTS, n);
      if (!wrong.isEmpty()) {
        return new Seen(bursts, Heads.line(wrong));
      }
    }
    return new Seen(bursts, "");
  }

  @Override
  public void close() {}
}
