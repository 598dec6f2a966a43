package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.fragcache.conformance.Conformance.Report;
import org.fragcache.conformance.CrashReport;

/** The closing table of a replay. */
final class ConformTable {
  private static final String ROW = "%-31s %7s %8s %8s %6s %9s %6s%n";

  private ConformTable() {}

  static void print(List<Report> reports, PrintStream out) {
    out.println();
    out.printf(
        ROW,
        "replayed on " + reports.get(0).subject().replaceFirst(":.*", ""),
        "states",
        "edges",
        "changing",
        "taken",
        "probed",
        "sec");
    for (Report r : reports) {
      out.printf(
          Locale.ROOT,
          ROW,
          r.model(),
          r.states(),
          r.edges(),
          r.changing(),
          percent(r),
          r.probes(),
          String.format(Locale.ROOT, "%.1f", r.graphSeconds() + r.replaySeconds()));
    }
    out.println();
    for (Report r : reports) {
      out.printf("%s: %s%n", r.model(), r.conforms() ? "conforms" : "DIFFERS");
      out.printf(
          Locale.ROOT,
          "  oracle: %,.0f successors/s on %d thread%s%n",
          r.successorsPerSecond(),
          r.threads(),
          r.threads() == 1 ? "" : "s");
      out.printf(
          Locale.ROOT,
          "  cover: %,d steps in %,d walks, %.3f times the lower bound %,d%n",
          r.coverSteps(),
          r.traces(),
          r.lowerBound() == 0 ? 0.0 : (double) r.coverSteps() / r.lowerBound(),
          r.lowerBound());
      out.printf(
          Locale.ROOT,
          "  replay: %,d steps and %,d probes, %,.0f a second on one thread%n",
          r.steps(),
          r.probes(),
          r.perSecond());
      if (!r.notCompared().isEmpty()) {
        out.printf(
            "  compared: %s; not given by this subject: %s%n",
            String.join(", ", r.compared()), String.join(", ", r.notCompared()));
      }
      r.crashes().ifPresent(c -> print(c, out));
      r.hidden().ifPresent(h -> HiddenTable.print(h, out));
    }
    long changing = reports.stream().mapToLong(Report::replayed).sum();
    long probes = reports.stream().mapToLong(Report::probes).sum();
    long differ = reports.stream().filter(r -> !r.conforms()).count();
    out.printf(
        Locale.ROOT,
        "%n%d models, %,d state-changing edges replayed, %,d calls probed: %s%n",
        reports.size(),
        changing,
        probes,
        differ == 0 ? "all conform." : differ + " DIFFER.");
  }

  private static void print(CrashReport c, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "  crash: %,d of %,d crash states reproduced, from %,d images at %,d points (%,d sampled),"
            + " %,d within calls that lasted, in %.0f s%n",
        c.reproduced(),
        c.crashStates(),
        c.recoveries(),
        c.points(),
        c.sampled(),
        c.kept(),
        c.seconds());
  }

  /** Rounded down: 100 % means all. */
  private static String percent(Report r) {
    return r.changing() == 0 ? "0 %" : 100L * r.replayed() / r.changing() + " %";
  }
}
