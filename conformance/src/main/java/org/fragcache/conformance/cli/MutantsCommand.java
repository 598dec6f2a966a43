package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.fragcache.conformance.mutants.Check;
import org.fragcache.conformance.mutants.Fault;
import org.fragcache.conformance.mutants.FaultReader;
import org.fragcache.conformance.mutants.Matrix;
import org.fragcache.conformance.mutants.MatrixReport;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.AtomicFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code mutants}: faults planted in the Java cache, each seen by the checks that it should be. */
@Command(
    name = "mutants",
    description = {
      "Plant faults in the Java cache, kernel-style, and see which checks find each.",
      "Status 1 if one is not found by the check that should, or something where there is none.",
      "Needs a JDK, for the cache is compiled again."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class MutantsCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Option(
      names = "--fault",
      arity = "1..*",
      paramLabel = "NAME",
      description = "Only these faults (default: all).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--check",
      arity = "1..*",
      paramLabel = "C",
      description = "Only these checks: edges, schedules, walks, threads, lincheck, stress.")
  private List<String> checks = new ArrayList<>();

  @Option(
      names = "--catalogue",
      paramLabel = "F",
      description = "Faults of another file (default: conformance/faults.json).")
  private @Nullable Path catalogue;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of walks, and of the calls of threads (default: ${DEFAULT-VALUE}).")
  private long seed = 7;

  @Option(names = "--json", paramLabel = "F", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    PrintStream out = Main.out();
    CommonOptions common = main.common();
    Set<Check> columns = columns();
    Path file = catalogue != null ? catalogue : common.home().resolve("conformance/faults.json");
    List<Fault> chosen = choose(FaultReader.read(file, common.specDirectory()), columns);
    try (AtomicFile to = json == null ? null : new AtomicFile(json)) {
      MatrixReport report = run(chosen, columns, out);
      new MutantsTable(report, out).print();
      if (to != null) {
        to.commit(MutantsJson.text(report));
      }
      boolean whole = names.isEmpty() && checks.isEmpty() && catalogue == null;
      CommandGate gate = new CommandGate("mutants", common, whole);
      gate.count(
          "faults caught",
          chosen.stream().filter(f -> report.verdict(f) == MatrixReport.Verdict.CAUGHT).count());
      return gate.holds(out) && report.holds() ? 0 : 1;
    }
  }

  private MatrixReport run(List<Fault> faults, Set<Check> columns, PrintStream out) {
    CommonOptions common = main.common();
    try (ProgressLine progress = new ProgressLine(out, common.quiet())) {
      return Matrix.run(
          faults, columns, common.home(), common.specDirectory(), common.cores(), seed, progress);
    }
  }

  private Set<Check> columns() {
    if (checks.isEmpty()) {
      return EnumSet.allOf(Check.class);
    }
    Set<Check> chosen = EnumSet.noneOf(Check.class);
    for (String name : checks) {
      if (!Check.labels().contains(name)) {
        throw new UsageException(
            "check '" + name + "'; expected one of " + String.join(", ", Check.labels()));
      }
      Collections.addAll(chosen, Check.valueOf(name.toUpperCase(Locale.ROOT)));
    }
    return chosen;
  }

  /** Those that the checks could see at all. */
  private List<Fault> choose(List<Fault> all, Set<Check> columns) {
    List<String> known = all.stream().map(Fault::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new UsageException(
            "fault '" + name + "'; expected one of " + String.join(", ", known));
      }
    }
    List<Fault> chosen =
        all.stream()
            .filter(f -> names.isEmpty() || names.contains(f.name()))
            .filter(f -> !Collections.disjoint(f.checks().keySet(), columns))
            .toList();
    if (chosen.isEmpty()) {
      throw new UsageException(
          "none of these faults could be seen by " + checks + "; expected a check that could");
    }
    return chosen;
  }
}
