package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.fragcache.conformance.impl.ScheduledImpl;
import org.fragcache.conformance.schedule.ScheduleReport;
import org.fragcache.conformance.schedule.Schedules;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.AtomicFile;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.model.Models;
import org.fragcache.spec.model.Tier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code schedules}: every edge of small models of FragmentSteps, on real threads. */
@Command(
    name = "schedules",
    description = {
      "Take every step of small models of FragmentSteps on real threads in the Java cache, one",
      "label at a time, in every order; compare what the threads share after each step."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SchedulesCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "A model by name; may be repeated (default: all of MCFragmentStepsReplay).")
  private List<String> models = new ArrayList<>();

  @Option(names = "--labels", description = "Tell for each label how often it was taken.")
  private boolean labels;

  @Option(names = "--json", paramLabel = "F", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    PrintStream out = Main.out();
    List<ModelRecord> chosen = choose(Models.read(main.common().specDirectory()), models);
    try (AtomicFile file = json == null ? null : new AtomicFile(json)) {
      List<ScheduleReport> reports = replay(main.common(), chosen, out);
      print(reports, out);
      if (labels) {
        printLabels(reports, out);
      }
      if (file != null) {
        file.commit(SchedulesJson.text(reports));
      }
      CommandGate gate = new CommandGate("schedules", main.common(), models.isEmpty());
      count(reports, gate);
      return gate.holds(out) && reports.stream().allMatch(ScheduleReport::conforms) ? 0 : 1;
    }
  }

  static List<ModelRecord> choose(Models all, List<String> names) {
    List<ModelRecord> scheduled =
        all.all().stream().filter(m -> m.module().equals(Schedules.MODULE)).toList();
    if (scheduled.isEmpty()) {
      throw new UsageException(
          "models.json: no model of " + Schedules.MODULE + "; expected at least one");
    }
    List<ModelRecord> chosen = new ArrayList<>();
    for (String name : names) {
      ModelRecord model = all.named(name);
      if (!scheduled.contains(model)) {
        throw new UsageException(
            "model "
                + name
                + " is not for schedules; expected one of "
                + String.join(", ", scheduled.stream().map(ModelRecord::name).toList()));
      }
      chosen.add(model);
    }
    return names.isEmpty() ? scheduled : chosen;
  }

  /** Those of the tiny tier. */
  static List<ModelRecord> tiny(CommonOptions common) {
    return choose(Models.read(common.specDirectory()), List.of()).stream()
        .filter(m -> m.tier() == Tier.TINY)
        .toList();
  }

  /** Replays each model, telling every difference as it is found. */
  static List<ScheduleReport> replay(
      CommonOptions common, List<ModelRecord> models, PrintStream out) {
    List<ScheduleReport> reports = new ArrayList<>();
    try (ProgressLine progress = new ProgressLine(out, common.quiet())) {
      for (ModelRecord model : models) {
        ScheduleReport report =
            Schedules.of(common.specDirectory(), model, common.cores(), progress)
                .replay(ScheduledImpl::new, progress);
        progress.clear();
        if (!report.counts().isEmpty()) {
          out.println("DIFFERENCE: " + report.model() + ": " + report.counts());
        }
        report.difference().ifPresent(out::print);
        reports.add(report);
      }
    }
    return reports;
  }

  static void count(List<ScheduleReport> reports, CommandGate gate) {
    gate.count("edges taken by threads", reports.stream().mapToLong(ScheduleReport::taken).sum());
    gate.count("labels taken by threads", labels(reports, true).size());
  }

  static void print(List<ScheduleReport> reports, PrintStream out) {
    out.println();
    out.printf(
        "%-36s %7s %7s %8s %5s %8s %7s %8s %6s%n",
        "schedules on threads",
        "threads",
        "states",
        "edges",
        "taken",
        "steps",
        "waits",
        "steps/s",
        "sec");
    for (ScheduleReport r : reports) {
      out.printf(
          Locale.ROOT,
          "%-36s %7d %7d %8d %3d %% %8d %7d %8.0f %6.1f%n",
          r.model(),
          r.threads(),
          r.states(),
          r.changing(),
          100L * r.taken() / Math.max(1, r.changing()),
          r.steps(),
          r.blocked(),
          r.perSecond(),
          r.exploreSeconds() + r.seconds());
    }
    long differ = reports.stream().filter(r -> !r.conforms()).count();
    out.printf(
        Locale.ROOT,
        "%n%d models, %,d edges taken on real threads, %d labels: %s%n",
        reports.size(),
        reports.stream().mapToLong(ScheduleReport::taken).sum(),
        labels(reports, true).size(),
        differ == 0 ? "all conform." : differ + " DIFFER.");
  }

  private static Map<String, Integer> labels(List<ScheduleReport> reports, boolean reached) {
    Map<String, Integer> sum = new TreeMap<>();
    for (ScheduleReport r : reports) {
      (reached ? r.reached() : r.alone()).forEach((label, n) -> sum.merge(label, n, Integer::sum));
    }
    return sum;
  }

  private static void printLabels(List<ScheduleReport> reports, PrintStream out) {
    out.println();
    out.println("taken by threads:");
    labels(reports, true).forEach((label, n) -> out.printf("  %-24s %8d%n", label, n));
    out.println("the specification's alone, which changed nothing that is shared:");
    labels(reports, false).forEach((label, n) -> out.printf("  %-24s %8d%n", label, n));
  }
}
