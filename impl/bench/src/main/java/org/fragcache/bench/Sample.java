package org.fragcache.bench;

import java.util.Arrays;

/**
 * What iterations gave.
 *
 * @param median of them
 * @param min the least
 * @param max the greatest
 * @param iterations how many
 */
record Sample(double median, double min, double max, int iterations) {
  /** Of at least one value. */
  static Sample of(double... values) {
    double[] v = values.clone();
    Arrays.sort(v);
    int n = v.length;
    return new Sample((v[(n - 1) / 2] + v[n / 2]) / 2, v[0], v[n - 1], n);
  }
}
