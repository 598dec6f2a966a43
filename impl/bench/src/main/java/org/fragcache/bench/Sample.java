package org.fragcache.bench;

import java.util.Arrays;

/**
 * What iterations gave.
 *
 * @param median of them
 * @param q1 a quarter is below
 * @param q3 a quarter is above
 * @param min the least
 * @param max the greatest
 * @param iterations how many
 */
record Sample(double median, double q1, double q3, double min, double max, int iterations) {
  /** Of at least one value. */
  static Sample of(double... values) {
    double[] v = values.clone();
    Arrays.sort(v);
    int n = v.length;
    return new Sample(
        (v[(n - 1) / 2] + v[n / 2]) / 2, v[(n - 1) / 4], v[n - 1 - (n - 1) / 4], v[0], v[n - 1], n);
  }

  /** This number divided by each. */
  Sample under(double number) {
    return new Sample(
        number / median, number / q3, number / q1, number / max, number / min, iterations);
  }
}
