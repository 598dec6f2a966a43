package org.fragcache.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A growth curve.
 *
 * @param name as in the legend
 * @param points by ascending x
 * @param fit null if there are too few points, or a fit would mean nothing
 * @param note what is missing and why; may be empty
 */
record Series(String name, List<Point> points, @Nullable Fit fit, String note) {
  /** One measured point. */
  record Point(double x, Sample y) {}

  /** With a fit, if there are points enough. */
  static Series fitted(String name, List<Point> points, String note) {
    double[] x = points.stream().mapToDouble(Point::x).toArray();
    double[] y = points.stream().mapToDouble(p -> p.y().median()).toArray();
    return new Series(
        name, List.copyOf(points), x.length < Fit.MIN_POINTS ? null : Fit.of(x, y), note);
  }

  /** Without a fit. */
  static Series plain(String name, List<Point> points) {
    return new Series(name, List.copyOf(points), null, "");
  }
}
