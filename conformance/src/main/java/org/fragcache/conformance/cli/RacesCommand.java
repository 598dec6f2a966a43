package org.fragcache.conformance.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.fragcache.conformance.dir.Races;
import org.fragcache.conformance.log.LogModel;
import org.fragcache.conformance.log.LogText;
import org.fragcache.conformance.log.Validator;
import org.fragcache.conformance.race.RaceProgram;
import org.fragcache.conformance.race.RacePrograms;
import org.fragcache.conformance.race.RaceRun;
import org.fragcache.conformance.race.Scene;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.AtomicFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code races}: programs after tests of xfstests, judged; torn results, counted. */
@Command(
    name = "races",
    description = {
      "Run threads that race as in tests of xfstests (group 1g: clone or dedupe against reads,",
      "writes, stores, unlink), and judge what each did by FileView. In a directory, also count",
      "torn results of calls on 64 blocks: FileView allows these, so none is a failure.",
      "Status 0 all judged right, 1 one is not."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RacesCommand implements Callable<Integer> {
  private static final String DIR = "dir:";
  private static final double MOST_SECONDS = 3600;

  /**
   * What a program did, and whether it may.
   *
   * @param program it
   * @param ran what there was
   * @param verdict on its log
   */
  record Judged(RaceProgram program, RaceRun.Result ran, Validator.Verdict verdict) {
    boolean good() {
      return verdict.accepted() && ran.failures().isEmpty();
    }
  }

  @ParentCommand private Main main = new Main();

  @Parameters(
      paramLabel = "SUBJECT",
      description =
          "impl, the Java cache; or dir:PATH, an empty directory of a file system that has clones.")
  private String subject = "";

  @Option(
      names = "--program",
      paramLabel = "P",
      arity = "1..*",
      description = "These programs, by the test's number: g164; no counts. Default: all.")
  private List<String> programs = List.of();

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "Starts and ends of calls, of each program (default: ${DEFAULT-VALUE}).")
  private int events = 2_000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of what happens without a call (default: 1).")
  private long seed = 1;

  @Option(
      names = "--logs",
      paramLabel = "DIR",
      description = "Write each program's log there, P.log, for validate.")
  private @Nullable Path logs;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "For each count (default: ${DEFAULT-VALUE}).")
  private double seconds = 0.5;

  @Option(names = "--json", paramLabel = "F", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    String path = subject.startsWith(DIR) ? subject.substring(DIR.length()) : "";
    if (!subject.equals("impl") && path.isEmpty()) {
      throw new UsageException("races in '" + subject + "'; expected impl or dir:PATH");
    }
    if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
      throw new UsageException("--seconds " + seconds + "; expected 0 to " + MOST_SECONDS);
    }
    if (events < 2 || events > 1_000_000) {
      throw new UsageException("--events " + events + "; expected 2 to 1,000,000");
    }
    List<RaceProgram> chosen = programs.isEmpty() ? RacePrograms.all() : RacePrograms.of(programs);
    PrintStream out = Main.out();
    try (AtomicFile file = json == null ? null : new AtomicFile(json)) {
      List<Races.Count> counts =
          path.isEmpty() || !programs.isEmpty() ? List.of() : counts(path, out);
      List<Judged> judged = judged(chosen, path, out);
      if (file != null) {
        file.commit(RacesJson.text(counts, judged));
      }
      return judged.stream().allMatch(Judged::good) ? 0 : 1;
    }
  }

  private List<Races.Count> counts(String path, PrintStream out) {
    try (Races races = new Races(path)) {
      List<Races.Count> counts = races.run((long) (seconds * 1e9));
      out.printf("%-44s %10s %10s%n", Races.BLOCKS + " blocks", "seen", "torn");
      for (Races.Count c : counts) {
        out.printf(Locale.ROOT, "%-5s %-38s %,10d %,10d%n", c.test(), c.race(), c.seen(), c.torn());
      }
      out.println();
      return counts;
    }
  }

  private List<Judged> judged(List<RaceProgram> chosen, String path, PrintStream out) {
    List<Judged> all = new ArrayList<>();
    try (LogModel model = LogModel.open(main.common().specDirectory(), RacePrograms.MODEL);
        ProgressLine progress = new ProgressLine(out, main.common().quiet())) {
      Supplier<Scene> scenes =
          path.isEmpty()
              ? () -> new org.fragcache.conformance.impl.RaceScene(model.bounds(), model.calls())
              : () -> new org.fragcache.conformance.dir.RaceScene(path, model.bounds());
      out.printf(
          "%-12s %-44s %7s %8s %7s %6s %s%n",
          "program", "what races", "calls", "overlap", "reads", "torn", "verdict");
      for (RaceProgram program : chosen) {
        Judged judged = judge(model, program, scenes, progress);
        progress.clear();
        print(judged, out);
        all.add(judged);
      }
    }
    return all;
  }

  private Judged judge(
      LogModel model, RaceProgram program, Supplier<Scene> scenes, ProgressLine progress) {
    RaceRun.Result ran;
    try (Scene scene = scenes.get()) {
      ran = RaceRun.of(model, program, scene, events, seed);
    }
    if (logs != null) {
      try {
        Files.createDirectories(logs);
      } catch (IOException e) {
        throw new UsageException(logs + ": cannot be made (" + e + "); expected a directory", e);
      }
      try (AtomicFile log = new AtomicFile(logs.resolve(program.name() + ".log"))) {
        log.commit(LogText.of(ran.log()));
      }
    }
    return new Judged(program, ran, Validator.validate(model, ran.log(), progress));
  }

  private static void print(Judged judged, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%-12s %-44s %,7d %7.0f%% %,7d %,6d %s%n",
        judged.program().name(),
        judged.program().what(),
        judged.verdict().overlap().calls(),
        100 * judged.verdict().overlap().share(),
        judged.ran().reads(),
        judged.ran().torn().size(),
        judged.verdict().accepted() ? "accepted" : "REJECTED");
    judged.verdict().rejection().ifPresent(out::print);
    judged.ran().failures().forEach(failure -> out.println("FAILURE: " + failure));
  }
}
