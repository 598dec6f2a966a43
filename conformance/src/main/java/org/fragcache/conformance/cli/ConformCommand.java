package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.fragcache.conformance.CallSequence;
import org.fragcache.conformance.ConcreteSubject;
import org.fragcache.conformance.Conformance;
import org.fragcache.conformance.CrashReport;
import org.fragcache.conformance.CrashStepper;
import org.fragcache.conformance.CrashSubject;
import org.fragcache.conformance.HiddenReport;
import org.fragcache.conformance.HiddenState;
import org.fragcache.conformance.ReplayModel;
import org.fragcache.conformance.Stepper;
import org.fragcache.conformance.Subject;
import org.fragcache.conformance.impl.ImplSubject;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.AtomicFile;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.model.Models;
import org.fragcache.spec.oracle.Call;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code conform}: edge-complete replay. */
@Command(
    name = "conform",
    description = {
      "Replay every state-changing edge of a model on a subject, and make every call in every",
      "state; compare outcome and whole state after each."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ConformCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "A model by name; may be repeated (default: those of the tiny tier).")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--subject",
      paramLabel = "S",
      description = {
        "What is tested: impl, the Java cache (default); no-sharing, per-page-count or",
        "mapping-redirect, a baseline, with the model of its design; exec:CMD, a child process",
        "that speaks JSON lines (conformance/examples/README.md); or dir:PATH, an empty directory",
        "of a file system that has clones, by system calls; all but the first with a --model",
        "they can have.",
        "May be repeated: then each is tested, one after the other."
      })
  private List<String> subjects = new ArrayList<>(List.of("impl"));

  @Option(
      names = "--timeout",
      paramLabel = "SEC",
      description = "How long each answer of a child may take (default: ${DEFAULT-VALUE}).")
  private double timeout = 10;

  @Option(
      names = "--calls",
      paramLabel = "'C C ...'",
      description = {
        "Only these calls, one after the other, from the initial state of the one --model, which",
        "may be one of explore (walk-...) or fsx (fsx-...); where the model has crashes, with"
            + " crashes;",
        "for example 'Create(a) Write(a,0,1)'. With --hidden twice, for two ways to one state."
      })
  private List<String> calls = new ArrayList<>();

  @Option(
      names = "--hidden",
      description = {
        "Also compare what the cache has in memory, all its objects, whenever a state of the",
        "specification is reached again; without crashes."
      })
  private boolean hidden;

  @Option(names = "--json", paramLabel = "F", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--coverage",
      description = {
        "Which conjuncts, branches and effects of the specification decide something in the edges",
        "and probes of the models of spec/coverage.json, or of each --model; no subject is run."
      })
  private boolean coverage;

  @Override
  public Integer call() {
    PrintStream out = Main.out();
    if (coverage) {
      if (hidden || !calls.isEmpty() || !subjects.equals(List.of("impl"))) {
        throw new UsageException(
            "--coverage; expected no --hidden, --calls or --subject with it, for none is run");
      }
      return new CoverageJob(main.common(), models, json).run(out);
    }
    List<SubjectOption> tested =
        subjects.stream().map(text -> SubjectOption.of(text, timeout)).toList();
    for (SubjectOption subject : tested) {
      if (!subject.isImpl() && models.isEmpty()) {
        throw new UsageException("--subject " + subject.text() + "; expected a --model with it");
      }
      if (hidden && !subject.isImpl()) {
        throw new UsageException(
            "--hidden with --subject "
                + subject.text()
                + "; expected impl, whose memory can be seen");
      }
    }
    if (!calls.isEmpty()) {
      if (models.size() != 1
          || tested.size() != 1
          || json != null
          || calls.size() != (hidden ? 2 : 1)) {
        throw new UsageException(
            "--calls; expected exactly one --model and subject with it, no --json, and --calls"
                + " once, or with --hidden twice");
      }
      ReplayModel model = open(main.common().specDirectory(), models.get(0));
      return hidden ? compare(model, calls, out) : steps(model, tested.get(0), calls.get(0), out);
    }
    List<ModelRecord> chosen = choose(Models.read(main.common().specDirectory()), models);
    try (AtomicFile file = json == null ? null : new AtomicFile(json)) {
      List<Conformance.Report> reports = replay(main.common(), chosen, tested, hidden, out);
      for (int s = 0; s < tested.size(); s++) {
        ConformTable.print(of(reports, s, tested.size()), out);
      }
      if (file != null) {
        file.commit(ConformJson.text(reports));
      }
      boolean isStale = hidden && models.isEmpty() && HiddenTable.stale(reports, out);
      return !isStale && reports.stream().allMatch(Conformance.Report::conforms) ? 0 : 1;
    }
  }

  /** Those of a subject: of each model there is one for each subject, in their order. */
  private static List<Conformance.Report> of(
      List<Conformance.Report> reports, int subject, int subjects) {
    return IntStream.range(0, reports.size())
        .filter(i -> i % subjects == subject)
        .mapToObj(reports::get)
        .toList();
  }

  /** The named models, or all of the tiny tier that are replayed. */
  static List<ModelRecord> choose(Models all, List<String> names) {
    List<ModelRecord> chosen = new ArrayList<>();
    for (String name : names) {
      if (Configurations.ALL.contains(name)) {
        throw new UsageException(
            "model "
                + name
                + " is too large to replay all of it; expected --calls with it, explore or fsx");
      }
      ModelRecord model = all.named(name);
      if (!model.replay()) {
        throw new UsageException(
            "model "
                + name
                + " is not for replay; expected one of "
                + String.join(", ", names(all)));
      }
      chosen.add(model);
    }
    return names.isEmpty()
        ? all.ofTier(org.fragcache.spec.model.Tier.TINY).stream()
            .filter(ModelRecord::replay)
            .toList()
        : chosen;
  }

  private static List<String> names(Models all) {
    return all.all().stream().filter(ModelRecord::replay).map(ModelRecord::name).toList();
  }

  /** Replays each model, telling every difference as it is found. */
  static List<Conformance.Report> replay(
      CommonOptions common,
      List<ModelRecord> models,
      List<SubjectOption> subjects,
      boolean hidden,
      PrintStream out) {
    if (models.isEmpty()) {
      throw new UsageException("models.json: no model to replay; expected at least one");
    }
    List<Conformance.Report> reports = new ArrayList<>();
    try (ProgressLine progress = new ProgressLine(out, common.quiet())) {
      for (ModelRecord model : models) {
        try (Conformance conformance =
            Conformance.of(common.specDirectory(), model, common.cores(), progress)) {
          for (SubjectOption subject : subjects) {
            Conformance.Report report = replay(conformance, subject, hidden, progress);
            progress.clear();
            print(report, out);
            reports.add(report);
          }
        }
      }
    }
    return reports;
  }

  private static void print(Conformance.Report report, PrintStream out) {
    if (!report.counts().isEmpty()) {
      out.println("DIFFERENCE: " + report.model() + ": " + report.counts());
    }
    report.difference().ifPresent(out::println);
    report.crashes().flatMap(CrashReport::difference).ifPresent(out::println);
    report.hidden().flatMap(HiddenReport::difference).ifPresent(out::println);
  }

  private static Conformance.Report replay(
      Conformance conformance, SubjectOption subject, boolean hidden, ProgressLine progress) {
    try (Subject tested = subject.open(conformance.model())) {
      if (hidden && tested instanceof ConcreteSubject concrete) {
        return conformance.replayHidden(concrete, progress);
      }
      return tested instanceof CrashSubject crashing
          ? conformance.replayWithCrashes(crashing, progress)
          : conformance.replay(tested, progress);
    }
  }

  /** A model for replay, or one of {@link Configurations}. */
  private static ReplayModel open(Path spec, String name) {
    return Configurations.ALL.contains(name)
        ? Configurations.open(spec, name)
        : ReplayModel.open(spec, choose(Models.read(spec), List.of(name)).get(0));
  }

  /** Takes two sequences of calls and compares what they leave in memory. */
  private static int compare(ReplayModel model, List<String> texts, PrintStream out) {
    try (model;
        ImplSubject tested = new ImplSubject(model.bounds())) {
      List<List<Call>> ways =
          texts.stream()
              .map(text -> text.isBlank() ? List.<Call>of() : CallSequence.parse(text))
              .toList();
      ways.forEach(way -> way.forEach(model.oracle()::callIndex));
      Optional<?> difference = HiddenState.compare(model, tested, ways.get(0), ways.get(1));
      out.print(difference.map(Object::toString).orElse("One state, and the same in memory.\n"));
      return difference.isPresent() ? 1 : 0;
    }
  }

  /** Takes calls from the initial state; if nothing differs, again, with crashes. */
  private static int steps(ReplayModel model, SubjectOption subject, String text, PrintStream out) {
    List<Call> sequence = CallSequence.parse(text);
    try (model;
        Subject tested = subject.open(model)) {
      sequence.forEach(model.oracle()::callIndex);
      Optional<?> difference = Stepper.run(model, tested, sequence);
      boolean crashes = model.bounds().losesUnsynced();
      if (crashes && difference.isEmpty() && tested instanceof CrashSubject crashing) {
        difference = CrashStepper.run(model, crashing, sequence);
      }
      if (difference.isPresent()) {
        out.print(difference.get());
        return 1;
      }
      out.println(
          sequence.size()
              + " calls"
              + (crashes ? ", crashes after and within," : ",")
              + " no difference.");
      return 0;
    }
  }
}
