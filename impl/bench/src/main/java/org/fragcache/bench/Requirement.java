package org.fragcache.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of the closing table.
 *
 * @param name benchmark, slash, what of it
 * @param what is measured against what
 * @param unit of the two samples
 * @param measured null if it was not
 * @param baseline measured in the same run; null if the bound is absolute
 * @param value what the bound is for: the ratio of the medians, or the measured median
 * @param atMost whether the bound is an upper one
 * @param bound the bound
 * @param note why there is no value, or what to know of it; may be empty
 */
record Requirement(
    String name,
    String what,
    String unit,
    @Nullable Sample measured,
    @Nullable Sample baseline,
    @Nullable Double value,
    boolean atMost,
    double bound,
    String note) {
  /** How a row ends. */
  enum Verdict {
    MET("met"),
    NOT_MET("NOT MET");

    final String text;

    Verdict(String text) {
      this.text = text;
    }
  }

  /** The ratio measured / baseline is at most the bound. */
  static Requirement ratioAtMost(
      String name, String what, String unit, Sample measured, Sample baseline, double bound) {
    double ratio = measured.median() / baseline.median();
    return new Requirement(name, what, unit, measured, baseline, ratio, true, bound, "");
  }

  /** The ratio measured / baseline is at least the bound. */
  static Requirement ratioAtLeast(
      String name, String what, String unit, Sample measured, Sample baseline, double bound) {
    double ratio = measured.median() / baseline.median();
    return new Requirement(name, what, unit, measured, baseline, ratio, false, bound, "");
  }

  /** The median is at most the bound. */
  static Requirement atMost(String name, String what, String unit, Sample measured, double bound) {
    return new Requirement(name, what, unit, measured, null, measured.median(), true, bound, "");
  }

  /** What the time did not suffice for: too slow is not met. */
  static Requirement missed(
      String name, String what, String unit, boolean atMost, double bound, String why) {
    return new Requirement(name, what, unit, null, null, null, atMost, bound, why);
  }

  Requirement withBound(double other) {
    return new Requirement(name, what, unit, measured, baseline, value, atMost, other, note);
  }

  Requirement withNote(String text) {
    return new Requirement(name, what, unit, measured, baseline, value, atMost, bound, text);
  }

  Verdict verdict() {
    // Written so that NaN is not met.
    return value != null && (atMost ? value <= bound : value >= bound)
        ? Verdict.MET
        : Verdict.NOT_MET;
  }

  /** The bound as the table has it. */
  String boundText() {
    return (atMost ? "<= " : ">= ")
        + (baseline == null && value != null ? Units.text(bound, unit) : number(bound));
  }

  /** Three significant digits, or the whole number if that is longer. */
  static String number(double x) {
    double abs = Math.abs(x);
    if (x == Math.rint(x) || abs >= 100) { // counts are exact
      return String.format(Locale.ROOT, "%,.0f", x);
    }
    return String.format(Locale.ROOT, abs >= 10 ? "%.1f" : abs >= 0.1 ? "%.2f" : "%.2g", x);
  }
}
