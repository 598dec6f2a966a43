package org.fragcache.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Curves of counts, as the benchmarks' are drawn, for those who count something else. */
public final class Curves {
  private Curves() {}

  /**
   * A self-contained SVG file, both axes logarithmic.
   *
   * @param series by name, in order: for each x, above 0 and ascending, what the runs gave, each
   *     above 0
   */
  public static String svg(
      String title, String x, String y, Map<String, ? extends Map<Integer, double[]>> series) {
    List<Series> drawn = new ArrayList<>();
    series.forEach(
        (name, points) -> {
          List<Series.Point> at = new ArrayList<>();
          points.forEach((key, values) -> at.add(new Series.Point(key, Sample.of(values))));
          drawn.add(Series.plain(name, at));
        });
    return PlotSvg.render(new Plot("", title, x, y, false, drawn));
  }
}
