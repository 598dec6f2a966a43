package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.fragcache.conformance.Difference;
import org.fragcache.conformance.ReplayModel;
import org.fragcache.conformance.Subject;
import org.fragcache.conformance.Walker;
import org.fragcache.conformance.impl.ImplSubject;
import org.fragcache.spec.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code explore}: random walks beyond the bounds of the models. */
@Command(
    name = "explore",
    description = {
      "Walk at random beyond the bounds of the models, with all calls and steps, three files of"
          + " four",
      "blocks of two units, on disk and in memory; the specification judges each step."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ExploreCommand implements Callable<Integer> {
  /** What the main job does. */
  static final int STEPS = 60_000;

  static final long SEED = 1;

  private static final String MODEL = "MCFragmentCache";

  /** Models without a record: spec/scenarios/NAME.cfg. */
  static final List<String> CONFIGURATIONS = List.of("walk-disk", "walk-memory");

  private static final int WALK = 60;

  @ParentCommand private Main main = new Main();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "How many steps, in walks of 60 (default: ${DEFAULT-VALUE}).")
  private int steps = STEPS;

  @Option(names = "--seed", paramLabel = "S", description = "Of the walks (default: 1).")
  private long seed = SEED;

  @Override
  public Integer call() {
    if (steps < CONFIGURATIONS.size()) {
      throw new UsageException(
          "--steps " + steps + "; expected at least 1 for each of " + CONFIGURATIONS);
    }
    return explore(main.common(), steps, seed, Main.out()) ? 0 : 1;
  }

  /** Walks in each configuration, and tells what came of it. True if nothing differed. */
  static boolean explore(CommonOptions common, int steps, long seed, PrintStream out) {
    int left = steps;
    for (int i = 0; i < CONFIGURATIONS.size(); i++) {
      int share = left / (CONFIGURATIONS.size() - i);
      left -= share;
      if (!explore(common, CONFIGURATIONS.get(i), share, seed, out)) {
        out.printf("found by: ./fragcache explore --steps %d --seed %d%n", steps, seed);
        return false;
      }
    }
    return true;
  }

  static ReplayModel open(Path spec, String name) {
    return ReplayModel.open(name, spec, MODEL, spec.resolve("scenarios/" + name + ".cfg"));
  }

  private static boolean explore(
      CommonOptions common, String name, int steps, long seed, PrintStream out) {
    int walks = (steps + WALK - 1) / WALK;
    Random random = new Random(seed);
    try (ReplayModel model = open(common.specDirectory(), name);
        Subject subject = new ImplSubject(model.bounds());
        ProgressLine progress = new ProgressLine(out, common.quiet())) {
      long began = System.nanoTime();
      Walker walker = new Walker(model);
      for (int i = 0; i < walks; i++) {
        progress.tick(name, "walks", i, walks);
        List<Integer> choices = random.ints(Math.min(WALK, steps - i * WALK)).boxed().toList();
        Optional<Difference> found = walker.walk(choices, subject);
        if (found.isPresent()) {
          progress.clear();
          out.println(walker.minimise(found.get(), subject));
          return false;
        }
      }
      progress.clear();
      out.printf(
          Locale.ROOT,
          "%s: %,d steps in %,d walks, seed %d: no difference, %,.0f steps/s%n",
          name,
          steps,
          walks,
          seed,
          steps / ((System.nanoTime() - began) / 1e9));
    }
    return true;
  }
}
