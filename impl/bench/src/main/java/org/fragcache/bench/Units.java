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
}
