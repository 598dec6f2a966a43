package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fragcache.conformance.Conformance.Report;
import org.fragcache.conformance.HiddenReport;
import org.fragcache.conformance.hidden.DontCare;

/** What a replay says of what the cache has in memory. */
final class HiddenTable {
  private HiddenTable() {}

  static void print(HiddenReport h, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "  memory: up to %,d objects, compared %,d times: %s; %d of %d don't-cares differed%n",
        h.objects(),
        h.compared(),
        h.difference().isEmpty() ? "the same" : "DIFFERS",
        h.differed().size(),
        DontCare.all().size());
  }

  /** Says which don't-cares never made a difference; whether there are any. */
  static boolean stale(List<Report> reports, PrintStream out) {
    List<HiddenReport> hidden =
        reports.stream().map(Report::hidden).flatMap(Optional::stream).toList();
    List<DontCare> stale = HiddenReport.stale(hidden);
    for (DontCare d : stale) {
      out.printf("STALE: %s never differed; expected it to, or not to be declared%n", d.field());
    }
    return !stale.isEmpty();
  }
}
