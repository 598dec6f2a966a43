package org.fragcache.spec.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fragcache.spec.model.TlcResult.Kind;

/** The closing table: a line for each model, and one of totals. */
final class CheckTable {

  private CheckTable() {}

  static List<String> lines(List<Verdict> verdicts, double seconds) {
    int width = verdicts.stream().mapToInt(v -> v.model().name().length()).max().orElse(0);
    String format = "%-" + Math.max(width, 5) + "s %-5s %-8s %9s %8s %5s %6s %s";
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            format, "model", "tier", "result", "generated", "distinct", "depth", "s", "verdict"));
    long generated = 0;
    long distinct = 0;
    for (Verdict verdict : verdicts) {
      TlcResult result = verdict.result();
      generated += result.generated();
      distinct += result.distinct();
      lines.add(
          String.format(
              Locale.ROOT,
              format,
              verdict.model().name(),
              verdict.model().tier().label(),
              verdict.resultLabel(),
              result.generated(),
              result.distinct(),
              result.kind() == Kind.HOLDS
                  ? Long.toString(result.depth())
                  : result.trace().isEmpty() ? "-" : "@" + result.trace().size(),
              String.format(Locale.ROOT, "%.1f", result.seconds()),
              verdict.label()));
    }
    long good = verdicts.stream().filter(Verdict::asRecorded).count();
    lines.add(
        String.format(
            Locale.ROOT,
            format,
            "total",
            "",
            "",
            generated,
            distinct,
            "",
            String.format(Locale.ROOT, "%.1f", seconds),
            good == verdicts.size() ? "ok" : "differs"));
    lines.add(
        good
            + " of "
            + verdicts.size()
            + " as recorded in models.json (@n: an error trace of n states)");
    return lines;
  }
}
