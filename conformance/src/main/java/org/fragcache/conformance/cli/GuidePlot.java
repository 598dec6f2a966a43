package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fragcache.bench.Curves;
import org.fragcache.conformance.Difference;
import org.fragcache.conformance.Exploration;
import org.fragcache.conformance.Guide;
import org.fragcache.conformance.Minimal;
import org.fragcache.conformance.ReplayModel;
import org.fragcache.conformance.Subject;
import org.fragcache.conformance.WalkFailure;
import org.fragcache.conformance.impl.ImplSubject;
import org.fragcache.spec.model.AtomicFile;

/** Both guides on the same models with the same seeds: how many shapes of states each has seen. */
final class GuidePlot {
  private static final int SEEDS = 3;
  private static final int FIRST = 25;

  private final CommonOptions common;
  private final List<String> names;
  private final int steps;
  private final int walk;
  private final long seed;
  private final PrintStream out;
  private final Map<String, TreeMap<Integer, double[]>> curves = new LinkedHashMap<>();

  GuidePlot(
      CommonOptions common, List<String> names, int steps, int walk, long seed, PrintStream out) {
    this.common = common;
    this.names = names;
    this.steps = steps;
    this.walk = walk;
    this.seed = seed;
    this.out = out;
  }

  /** Writes the picture and prints the table, unless something differs; whether nothing did. */
  boolean run(AtomicFile file) {
    out.printf(
        "%-28s %8s %26s %10s %9s%n",
        "guide", "steps", "shapes, seed by seed", "repeated", "longest");
    for (String name : names) {
      try (ReplayModel model = Configurations.open(common.specDirectory(), name)) {
        for (Guide guide : Guide.values()) {
          if (!run(model, guide)) {
            return false;
          }
        }
      }
    }
    file.commit(
        Curves.svg(
            "Shapes of states that walks of " + walk + " steps reach",
            "steps judged by the specification",
            "shapes seen (median of " + SEEDS + " seeds)",
            curves));
    return true;
  }

  private boolean run(ReplayModel model, Guide guide) {
    String label = model.name() + ", " + guide.name().toLowerCase(Locale.ROOT);
    StringBuilder shapes = new StringBuilder();
    long repeated = 0;
    int longest = 0;
    TreeMap<Integer, double[]> curve = new TreeMap<>();
    for (int i = 0; i < SEEDS; i++) {
      Exploration walks = new Exploration(model, guide, walk, seed + i, true);
      try (Subject subject = new ImplSubject(model.bounds());
          ProgressLine progress = new ProgressLine(out, common.quiet())) {
        Optional<Difference> found = walks.run(steps, subject, progress);
        progress.clear();
        if (found.isPresent()) {
          Minimal minimal = Minimal.of(model, subject, found.get());
          int all = steps * names.size(); // which explore shares out evenly
          ExploreCommand.Plan again = new ExploreCommand.Plan(names, guide, all, walk, seed + i);
          out.println(new WalkFailure(model, subject, minimal).text(again.command()));
          return false;
        }
      }
      for (int at = Math.min(FIRST, steps); at < steps; at = Math.min(2 * at, steps)) {
        put(curve, at, i, walks);
      }
      put(curve, steps, i, walks);
      shapes.append(String.format(Locale.ROOT, " %,8d", walks.shapes()));
      repeated += walks.repeated();
      longest = Math.max(longest, walks.deepest());
    }
    curves.put(label, curve);
    out.printf(
        Locale.ROOT, "%-28s %,8d %26s %,10d %,9d%n", label, steps, shapes, repeated, longest);
    return true;
  }

  private static void put(Map<Integer, double[]> curve, int at, int run, Exploration walks) {
    curve.computeIfAbsent(at, a -> new double[SEEDS])[run] = walks.shapesAfter(at);
  }
}
