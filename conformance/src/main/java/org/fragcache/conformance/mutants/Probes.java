package org.fragcache.conformance.mutants;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fragcache.conformance.Conformance;
import org.fragcache.conformance.CrashReport;
import org.fragcache.conformance.CrashSubject;
import org.fragcache.conformance.Difference;
import org.fragcache.conformance.Exploration;
import org.fragcache.conformance.Guide;
import org.fragcache.conformance.ReplayModel;
import org.fragcache.conformance.Ticker;
import org.fragcache.conformance.lincheck.Linearizability;
import org.fragcache.conformance.schedule.ScheduleReport;
import org.fragcache.conformance.schedule.Schedules;
import org.fragcache.spec.model.Models;

/** Makes probes. */
final class Probes {
  private static final int SEEDS = 20;
  private static final int STEPS = 3_000; // of a seed
  private static final int WALK = 500; // steps: what shows late is seen

  private Probes() {}

  static List<String> cases() {
    return Arrays.stream(Linearizability.Case.values())
        .map(c -> c.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  /**
   * Loads what a check needs.
   *
   * @param with the model or kind, as {@link FaultReader} knows it
   */
  static Probe open(Check check, String with, Path spec, long seed, Ticker alive) {
    return switch (check) {
      case EDGES -> new Edges(spec, with, alive);
      case SCHEDULES -> new OnThreads(spec, with, alive);
      case WALKS -> new Walks(spec, with, seed);
      case THREADS -> new FreeThreads(spec, with, seed);
      case LINCHECK -> new Lincheck(spec, with);
      case STRESS -> new Bursts(spec, with, seed);
    };
  }

  private static CrashSubject alive(CrashSubject subject, Ticker ticker) {
    return new AliveSubject(subject, () -> ticker.tick("", "calls", 0, 0));
  }

  private static final class Edges implements Probe {
    private final Conformance conformance;

    Edges(Path spec, String model, Ticker alive) {
      conformance = Conformance.of(spec, Models.read(spec).named(model), 1, alive);
    }

    @Override
    public Seen look(BrokenCache cache, Ticker alive) {
      try (CrashSubject subject = alive(cache.subject(conformance.model()), alive)) {
        Conformance.Report report = conformance.replayWithCrashes(subject, alive);
        long steps = report.steps() + report.probes();
        String head =
            report
                .difference()
                .map(Heads::of)
                .or(() -> report.crashes().flatMap(CrashReport::difference).map(Heads::of))
                .orElse(report.conforms() ? "" : "not all was replayed " + report.counts());
        return new Seen(steps + report.crashes().map(CrashReport::recoveries).orElse(0L), head);
      }
    }

    @Override
    public void close() {
      conformance.close();
    }
  }

  private static final class OnThreads implements Probe {
    private final Schedules schedules;

    OnThreads(Path spec, String model, Ticker alive) {
      schedules = Schedules.of(spec, Models.read(spec).named(model), 1, alive);
    }

    @Override
    public Seen look(BrokenCache cache, Ticker alive) {
      ScheduleReport report = schedules.replay(cache::scheduled, alive);
      String head =
          report
              .difference()
              .map(Heads::ofSchedule)
              .orElse(report.conforms() ? "" : "not all was taken " + report.counts());
      return new Seen(report.steps(), head);
    }

    @Override
    public void close() {}
  }

  private static final class Walks implements Probe {
    private final ReplayModel model;
    private final long seed;

    Walks(Path spec, String name, long seed) {
      Path cfg = spec.resolve("scenarios/" + name + ".cfg");
      this.model = ReplayModel.open(name, spec, "MCWalks", cfg);
      this.seed = seed;
    }

    @Override
    public Seen look(BrokenCache cache, Ticker alive) {
      long steps = 0;
      try (CrashSubject subject = alive(cache.subject(model), alive)) {
        for (int i = 0; i < SEEDS; i++) {
          Exploration walks = new Exploration(model, Guide.RANDOM, WALK, seed + i, false);
          Optional<Difference> found = walks.run(STEPS, subject, alive);
          steps += walks.steps();
          if (found.isPresent()) {
            return new Seen(steps, Heads.of(found.get()));
          }
        }
      }
      return new Seen(steps, "");
    }

    @Override
    public void close() {
      model.close();
    }
  }

  /** One cache only: that in the class path. */
  private static final class Lincheck implements Probe {
    private static final long RUNS = 2;
    private static final int SCENARIOS = 40;

    private final Linearizability.Case of;

    Lincheck(Path spec, String name) {
      this.of = Linearizability.Case.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
      Linearizability.open(spec, of);
    }

    @Override
    public Seen look(BrokenCache inClassPath, Ticker alive) {
      int runs = 0;
      try {
        alive.tick(of.name(), "runs", runs, RUNS);
        Linearizability.modelCheck(of, SCENARIOS);
        runs++;
        alive.tick(of.name(), "runs", runs, RUNS);
        Linearizability.stress(of, 10, 100);
        runs++;
      } catch (AssertionError e) {
        return new Seen(runs, Heads.ofLincheck(String.valueOf(e.getMessage())));
      }
      return new Seen(runs, "");
    }

    @Override
    public void close() {}
  }
}
