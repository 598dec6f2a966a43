package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fragcache.conformance.mutants.Cell;
import org.fragcache.conformance.mutants.Check;
import org.fragcache.conformance.mutants.Fault;
import org.fragcache.conformance.mutants.MatrixReport;
import org.fragcache.conformance.mutants.MatrixReport.Verdict;

/** Prints faults against checks, and how each was seen. */
final class MutantsTable {
  private static final String NOT_APPLICABLE = "n/a";

  private final MatrixReport report;
  private final PrintStream out;

  MutantsTable(MatrixReport report, PrintStream out) {
    this.report = report;
    this.out = out;
  }

  void print() {
    out.println();
    row("fault", Check::label);
    row(Fault.NONE, this::control);
    report.faults().forEach(f -> row(f.name(), check -> cell(f, check)));
    out.println();
    report.checks().forEach(this::controlSeen);
    report.faults().forEach(this::seen);
    out.println();
    summary();
  }

  private interface Column {
    String text(Check check);
  }

  private void row(String name, Column column) {
    StringBuilder line = new StringBuilder(String.format("%-34s", name));
    report.checks().forEach(check -> line.append(String.format(" %10s", column.text(check))));
    out.println(line);
  }

  private String control(Check check) {
    List<Cell> cells = report.control().getOrDefault(check, List.of());
    return cells.isEmpty()
        ? NOT_APPLICABLE
        : cells.stream().filter(Cell::caught).findFirst().orElse(cells.get(0)).toString();
  }

  private String cell(Fault fault, Check check) {
    String mark = check == fault.expected() ? "*" : " ";
    return report.cell(fault, check).map(Cell::toString).orElse(NOT_APPLICABLE) + mark;
  }

  private void controlSeen(Check check) {
    report.control().getOrDefault(check, List.of()).stream()
        .filter(Cell::caught)
        .forEach(
            cell ->
                out.printf(
                    "%s: %s with %s: %s%n", Fault.NONE, check.label(), cell.with(), cell.head()));
  }

  private void seen(Fault fault) {
    Optional<Check> by = report.seenBy(fault);
    if (by.isEmpty()) {
      out.printf("%s SURVIVES: %s%n", fault.name(), fault.what());
      return;
    }
    Cell cell = report.cell(fault, by.get()).orElseThrow();
    out.printf("%s: %s: %s%n", fault.name(), by.get().label(), cell.head());
    if (report.verdict(fault) == Verdict.ELSEWHERE && report.wrong().contains(fault)) {
      out.printf("  but not seen by %s, as expected%n", fault.expected().label());
    }
  }

  private void summary() {
    long survive =
        report.faults().stream().filter(f -> report.verdict(f) == Verdict.SURVIVES).count();
    out.printf(
        Locale.ROOT,
        "%d faults in %.0f s, seed %d: %s%s%n",
        report.faults().size(),
        report.seconds(),
        report.seed(),
        survive > 0
            ? survive + " SURVIVE"
            : report.wrong().isEmpty()
                ? "each found"
                : report.wrong().size() + " NOT FOUND by the check that is expected to",
        report.isControlClean()
            ? "; without a fault nothing."
            : "; but the cache WITHOUT A FAULT differs too.");
  }
}
