package org.fragcache.bench;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * How a time grows.
 *
 * @param exponent slope of the least-squares line through the points on log-log axes
 * @param growth the curve that it is named after
 */
record Fit(double exponent, Growth growth) {
  static final int MIN_POINTS = 4;

  /** Less growth than this from the first point to the last is none: caches of the CPU end too. */
  private static final double CONSTANT = 2;

  /** A curve must leave so much less of the deviation than a constant does. */
  private static final double BETTER = 0.7;

  /**
   * A linear cost looks steeper where its data grow out of a cache of the CPU, but not so steep.
   */
  private static final double QUADRATIC_TAIL = 1.6;

  /** The names, each a curve {@code a + b f(n)} with a and b at least 0. */
  enum Growth {
    CONSTANT(n -> 0),
    LOGARITHMIC(n -> Math.log(n + 1)),
    LINEAR(n -> n),
    QUADRATIC(n -> n * n);

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final DoubleUnaryOperator f;

    Growth(DoubleUnaryOperator f) {
      this.f = f;
    }
  }

  /** A curve with its coefficients, and the root mean square of its deviations, in logs. */
  private record Curve(Growth growth, double a, double b, double deviation) {
    double at(double x) {
      return a + b * growth.f.applyAsDouble(x);
    }
  }

  /**
   * Fits at least {@value #MIN_POINTS} points, all positive.
   *
   * <p>The exponent alone would not do for a name: a cost that grows linearly over a large constant
   * part has any exponent from 0 to 1, as the range has it. So the name is that of the curve that
   * deviates least, in relative terms; and constant, if that one does not at least double.
   */
  static Fit of(double[] x, double[] y) {
    if (x.length < MIN_POINTS || x.length != y.length) {
      throw new IllegalArgumentException(
          "points: " + x.length + ", expected at least " + MIN_POINTS);
    }
    Curve constant = curve(Growth.CONSTANT, x, y);
    Curve best = constant;
    for (Growth g : Growth.values()) {
      Curve c = curve(g, x, y);
      boolean grows =
          c.at(x[x.length - 1]) >= CONSTANT * c.at(x[0])
              && (g != Growth.QUADRATIC || tail(x, y) >= QUADRATIC_TAIL);
      if (grows && c.deviation < best.deviation && c.deviation < BETTER * constant.deviation) {
        best = c;
      }
    }
    return new Fit(slope(x, y), best.growth);
  }

  /** Slope of the upper half, where a large constant part counts least. */
  private static double tail(double[] x, double[] y) {
    int from = x.length / 2 - 1;
    return slope(Arrays.copyOfRange(x, from, x.length), Arrays.copyOfRange(y, from, y.length));
  }

  private static double slope(double[] x, double[] y) {
    int n = x.length;
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    for (int i = 0; i < n; i++) {
      double u = Math.log(x[i]);
      double v = Math.log(y[i]);
      sx += u;
      sy += v;
      sxx += u * u;
      sxy += u * v;
    }
    return (n * sxy - sx * sy) / (n * sxx - sx * sx);
  }

  /** Least squares with weights 1/y^2, so that small times count as much as large ones. */
  private static Curve curve(Growth g, double[] x, double[] y) {
    double s1 = 0;
    double sf = 0;
    double sff = 0;
    double sy = 0;
    double sfy = 0;
    for (int i = 0; i < x.length; i++) {
      double w = 1 / (y[i] * y[i]);
      double f = g.f.applyAsDouble(x[i]);
      s1 += w;
      sf += w * f;
      sff += w * f * f;
      sy += w * y[i];
      sfy += w * f * y[i];
    }
    double a = sy / s1;
    double b = 0;
    if (g != Growth.CONSTANT) {
      double det = s1 * sff - sf * sf;
      a = (sy * sff - sf * sfy) / det;
      b = (s1 * sfy - sf * sy) / det;
      if (b < 0) {
        a = sy / s1;
        b = 0;
      } else if (a < 0) {
        a = 0;
        b = sfy / sff;
      }
    }
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double d = Math.log((a + b * g.f.applyAsDouble(x[i])) / y[i]);
      sum += d * d;
    }
    return new Curve(g, a, b, Math.sqrt(sum / x.length));
  }
}
