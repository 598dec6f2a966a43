package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fragcache.conformance.Difference;
import org.fragcache.conformance.Exploration;
import org.fragcache.conformance.Guide;
import org.fragcache.conformance.Minimal;
import org.fragcache.conformance.ReplayModel;
import org.fragcache.conformance.Subject;
import org.fragcache.conformance.WalkFailure;
import org.fragcache.conformance.impl.ImplSubject;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.AtomicFile;
import org.jspecify.annotations.Nullable;
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

  private static final int WALK = 60;

  @ParentCommand private Main main = new Main();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "How many steps are judged (default: ${DEFAULT-VALUE}).")
  private int steps = STEPS;

  @Option(names = "--seed", paramLabel = "S", description = "Of the walks (default: 1).")
  private long seed = SEED;

  @Option(
      names = "--walk",
      paramLabel = "N",
      description = "How many steps a walk has, or adds to an earlier one (default: 60).")
  private int walk = WALK;

  @Option(
      names = "--large",
      description = "Eight files of sixteen blocks of four units; chosen offsets and lengths.")
  private boolean large;

  @Option(
      names = "--guide",
      paramLabel = "G",
      description = {
        "Where walks start: random, from nothing (default); novelty, mostly from what an earlier",
        "walk reached and no other had: the Shape of states in spec/MCWalks.tla."
      })
  private @Nullable Guide guide;

  @Option(
      names = "--plot",
      paramLabel = "F",
      description = {
        "Both guides, each with the seeds S, S+1, S+2 and so many steps: shapes of states seen,",
        "against steps, as SVG, and a table."
      })
  private @Nullable Path plot;

  @Override
  public Integer call() {
    List<String> names = large ? Configurations.LARGE_WALKS : Configurations.WALKS;
    if (steps < names.size()) {
      throw new UsageException("--steps " + steps + "; expected at least 1 for each of " + names);
    }
    if (walk < 1) {
      throw new UsageException("--walk " + walk + "; expected at least 1");
    }
    if (plot == null) {
      Guide chosen = guide == null ? Guide.RANDOM : guide;
      Plan plan = new Plan(names, chosen, steps, walk, seed);
      return explore(main.common(), plan, Main.out()) ? 0 : 1;
    }
    if (guide != null) {
      throw new UsageException(
          "--plot and --guide; expected one of them: a plot shows both guides");
    }
    try (AtomicFile file = new AtomicFile(plot)) {
      GuidePlot made = new GuidePlot(main.common(), names, steps, walk, seed, Main.out());
      return made.run(file) ? 0 : 1;
    }
  }

  /**
   * What to do.
   *
   * @param names of the configurations
   * @param steps of all together
   */
  record Plan(List<String> names, Guide guide, int steps, int walk, long seed) {
    /** The command that does it again. */
    String command() {
      return "./fragcache explore --steps "
          + steps
          + " --seed "
          + seed
          + (names.equals(Configurations.LARGE_WALKS) ? " --large" : "")
          + (guide == Guide.NOVELTY ? " --guide novelty" : "")
          + (walk == WALK ? "" : " --walk " + walk);
    }
  }

  /** What the main job does. True if nothing differed. */
  static boolean explore(CommonOptions common, int steps, long seed, PrintStream out) {
    return explore(common, new Plan(Configurations.WALKS, Guide.RANDOM, steps, WALK, seed), out);
  }

  /** Walks in each configuration, and tells what came of it. True if nothing differed. */
  private static boolean explore(CommonOptions common, Plan plan, PrintStream out) {
    int left = plan.steps();
    for (int i = 0; i < plan.names().size(); i++) {
      int share = left / (plan.names().size() - i);
      left -= share;
      if (!explore(common, plan.names().get(i), share, plan, out)) {
        return false;
      }
    }
    return true;
  }

  private static boolean explore(
      CommonOptions common, String name, int steps, Plan plan, PrintStream out) {
    try (ReplayModel model = Configurations.open(common.specDirectory(), name);
        Subject subject = new ImplSubject(model.bounds());
        ProgressLine progress = new ProgressLine(out, common.quiet())) {
      long began = System.nanoTime();
      Exploration walks = new Exploration(model, plan.guide(), plan.walk(), plan.seed(), false);
      Optional<Difference> found = walks.run(steps, subject, progress);
      progress.clear();
      if (found.isPresent()) {
        Minimal minimal = Minimal.of(model, subject, found.get());
        out.println(new WalkFailure(model, subject, minimal).text(plan.command()));
        return false;
      }
      out.printf(
          Locale.ROOT,
          "%s: %,d steps in %,d walks, seed %d: no difference, %,.0f steps/s%s%n",
          name,
          steps,
          walks.walks(),
          plan.seed(),
          steps / ((System.nanoTime() - began) / 1e9),
          told(walks));
    }
    return true;
  }

  private static String told(Exploration walks) {
    return walks.shapes() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "; %,d shapes, the longest walk %,d calls",
            walks.shapes(),
            walks.deepest());
  }
}
