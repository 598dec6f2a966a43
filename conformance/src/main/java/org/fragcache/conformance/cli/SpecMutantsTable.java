package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.fragcache.conformance.specmutants.Campaign;
import org.fragcache.conformance.specmutants.Fate;
import org.fragcache.conformance.specmutants.Fate.Verdict;
import org.fragcache.conformance.specmutants.Verdicts;
import org.fragcache.spec.oracle.SpecMutant;
import org.fragcache.spec.oracle.SpecMutant.Change;

/** Prints what came of changes of the specification. */
final class SpecMutantsTable {
  private final Verdicts verdicts;
  private final PrintStream out;

  SpecMutantsTable(Verdicts verdicts, PrintStream out) {
    this.verdicts = verdicts;
    this.out = out;
  }

  void print() {
    models();
    changes();
    killers();
    out.println();
    for (SpecMutant m : verdicts.survivors()) {
      String reason = verdicts.reason(m).orElse("NOT EXPLAINED");
      Fate fate = verdicts.fate(m);
      out.println(m + ": " + fate + (fate.detail().isEmpty() ? "" : ", " + fate.detail()));
      out.println("    " + reason);
    }
    verdicts.differences().forEach(d -> out.println("DIFFERENCE: " + d));
    out.printf(
        Locale.ROOT,
        "%d mutants in %.0f s: %s; %d differences from what is recorded.%n",
        verdicts.mutants().size(),
        verdicts.seconds(),
        verdicts.unexplained().isEmpty()
            ? "none unexplained"
            : verdicts.unexplained().size() + " NOT EXPLAINED",
        verdicts.differences().size());
  }

  private void models() {
    if (verdicts.shares().isEmpty()) {
      return;
    }
    out.printf(
        "%n%-34s %8s %8s %8s %8s %7s%n", "model", "states", "mutants", "told", "killed", "sec");
    for (Campaign.Share s : verdicts.shares()) {
      out.printf(
          Locale.ROOT,
          "%-34s %8d %8d %8d %8d %7.1f%n",
          s.model(),
          s.states(),
          s.explored(),
          s.reached(),
          s.killed(),
          s.seconds());
    }
  }

  private void changes() {
    Map<Change, Map<Verdict, Integer>> counts = new EnumMap<>(Change.class);
    for (SpecMutant m : verdicts.mutants()) {
      counts
          .computeIfAbsent(m.change(), c -> new EnumMap<>(Verdict.class))
          .merge(verdicts.fate(m).verdict(), 1, Integer::sum);
    }
    out.printf("%n%-16s", "change");
    List.of(Verdict.values()).forEach(v -> out.printf(" %11s", v.label()));
    out.printf(" %11s%n", "all");
    Map<Verdict, Integer> sums = new EnumMap<>(Verdict.class);
    counts.forEach(
        (change, row) -> {
          row(change.label(), row);
          row.forEach((verdict, n) -> sums.merge(verdict, n, Integer::sum));
        });
    row("all", sums);
  }

  private void row(String name, Map<Verdict, Integer> row) {
    out.printf("%-16s", name);
    List.of(Verdict.values()).forEach(v -> out.printf(" %11d", row.getOrDefault(v, 0)));
    out.printf(" %11d%n", row.values().stream().mapToInt(Integer::intValue).sum());
  }

  private void killers() {
    Map<String, Integer> by = new TreeMap<>();
    for (SpecMutant m : verdicts.mutants()) {
      Fate fate = verdicts.fate(m);
      if (fate.verdict() == Verdict.KILLED) {
        by.merge(fate.by(), 1, Integer::sum);
      }
    }
    out.printf("%n%-34s %8s%n", "killed by", "mutants");
    by.forEach((name, n) -> out.printf("%-34s %8d%n", name, n));
  }
}
