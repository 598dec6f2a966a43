package org.fragcache.bench;

/** Values for people. */
final class Units {
  private static final double STEP = 1000;
  private static final String[] TIMES = {"ns", "us", "ms", "s"};

  private Units() {}

  /** A time of so many ns, in the unit that suits it. */
  static String nanos(double ns) {
    double value = ns;
    int unit = 0;
    while (value >= STEP && unit < TIMES.length - 1) {
      value /= STEP;
      unit++;
    }
    return Requirement.number(value) + " " + TIMES[unit];
  }

  /** A value with its unit. */
  static String text(double value, String unit) {
    return switch (unit) {
      case "ns" -> nanos(value);
      case "bytes" -> Requirement.number(value) + " B";
      case "op/s" -> Requirement.number(value / 1e6) + " M/s";
      case "x" -> Requirement.number(value) + " x";
      default -> Requirement.number(value);
    };
  }
}
