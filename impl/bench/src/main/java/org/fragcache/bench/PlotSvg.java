package org.fragcache.bench;

import java.util.List;
import java.util.Locale;

/**
 * Growth curves as one self-contained SVG file: logarithmic axes, a tick and a label for each
 * decade, thin lines between, medians joined, their middle half as a bar.
 */
final class PlotSvg {
  private static final int WIDTH = 820;
  private static final int HEIGHT = 460;
  private static final int LEFT = 84;
  private static final int RIGHT = 250; // for the legend
  private static final int TOP = 52;
  private static final int BOTTOM = 62;
  private static final double MIN_DECADES = 2; // so that what is flat looks flat

  /** Okabe and Ito's: told apart by all, and by lightness. */
  private static final String[] COLORS = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9"};

  /** An axis from a power of ten to any number, both as logarithms. */
  private record Axis(int from, double to, double start, double length) {
    double at(double value) {
      return start + length * (Math.log10(value) - from) / (to - from);
    }

    /** The last power of ten on it. */
    int last() {
      return (int) Math.floor(to + 1e-9);
    }

    /** Whether a line for k times ten to the d is on it. */
    boolean has(int k, int d) {
      return Math.log10(k) + d <= to + 1e-9;
    }
  }

  private final StringBuilder out = new StringBuilder();
  private final Plot plot;
  private final Axis x;
  private final Axis y;

  private PlotSvg(Plot plot) {
    this.plot = plot;
    List<Series.Point> points = plot.series().stream().flatMap(s -> s.points().stream()).toList();
    double maxX = points.stream().mapToDouble(Series.Point::x).max().orElse(1);
    double minY = points.stream().mapToDouble(p -> p.y().median()).min().orElse(1);
    double maxY = points.stream().mapToDouble(p -> p.y().median()).max().orElse(1);
    double minX = points.stream().mapToDouble(Series.Point::x).min().orElse(1);
    int left = floor(minX);
    this.x = new Axis(left, Math.max(left, Math.log10(maxX)) + 0.1, LEFT, WIDTH - LEFT - RIGHT);
    int low = floor(minY);
    int high = Math.max(low + 1, ceil(maxY));
    if (high - low < MIN_DECADES) {
      // The side on which the curve is nearer to the edge gets the room.
      if (Math.log10(minY) - low < high - Math.log10(maxY)) {
        low--;
      } else {
        high++;
      }
    }
    this.y = new Axis(low, high, HEIGHT - BOTTOM, -(HEIGHT - TOP - BOTTOM));
  }

  /** The picture. */
  static String render(Plot plot) {
    return new PlotSvg(plot).render();
  }

  private static int floor(double value) {
    return (int) Math.floor(Math.log10(value) + 1e-9);
  }

  private static int ceil(double value) {
    return (int) Math.ceil(Math.log10(value) - 0.03); // 2^20 is 10^6 with a little over
  }

  private String render() {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"DejaVu Sans, Helvetica, Arial, sans-serif\" font-size=\"12\">",
        WIDTH, HEIGHT, WIDTH, HEIGHT);
    add("<title>%s</title>", escape(plot.title()));
    add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
    text(LEFT, 28, "start", "font-size=\"16\" font-weight=\"bold\"", escape(plot.title()));
    grid();
    labels();
    for (int i = 0; i < plot.series().size(); i++) {
      curve(plot.series().get(i), i);
    }
    legend();
    add("</svg>");
    return out.toString();
  }

  private void grid() {
    double right = x.start + x.length;
    double top = y.start + y.length;
    for (int d = x.from; d <= x.last(); d++) {
      for (int k = 1; k < 10 && x.has(k, d); k++) {
        double at = x.at(k * Math.pow(10, d));
        line(at, y.start, at, top, k == 1 ? "#c8c8c8" : "#f0f0f0", 1);
      }
    }
    for (int d = y.from; d <= y.last(); d++) {
      for (int k = 1; k < 10 && y.has(k, d); k++) {
        double at = y.at(k * Math.pow(10, d));
        line(x.start, at, right, at, k == 1 ? "#c8c8c8" : "#f0f0f0", 1);
      }
    }
    line(x.start, y.start, right, y.start, "#333333", 1.5);
    line(x.start, y.start, x.start, top, "#333333", 1.5);
  }

  private void labels() {
    for (int d = x.from; d <= x.last(); d++) {
      double at = x.at(Math.pow(10, d));
      line(at, y.start, at, y.start + 5, "#333333", 1.5);
      text(at, y.start + 20, "middle", "", power(d));
    }
    if (x.last() - x.from <= 1) { // decades alone would be few labels
      for (int d = x.from; d <= x.last(); d++) {
        for (int k : new int[] {2, 4}) {
          if (x.has(k, d)) {
            double at = x.at(k * Math.pow(10, d));
            line(at, y.start, at, y.start + 5, "#333333", 1.5);
            text(at, y.start + 20, "middle", "", Integer.toString(k * (int) Math.pow(10, d)));
          }
        }
      }
    }
    for (int d = y.from; d <= y.last(); d++) {
      double at = y.at(Math.pow(10, d));
      line(x.start - 5, at, x.start, at, "#333333", 1.5);
      text(
          x.start - 9,
          at + 4,
          "end",
          "",
          plot.nanoseconds() ? Units.nanos(Math.pow(10, d)) : power(d));
    }
    text(x.start + x.length / 2, HEIGHT - 18, "middle", "font-size=\"13\"", escape(plot.xLabel()));
    double middle = y.start + y.length / 2;
    text(
        18,
        middle,
        "middle",
        String.format(Locale.ROOT, "font-size=\"13\" transform=\"rotate(-90 18 %.1f)\"", middle),
        escape(plot.yLabel()));
  }

  private void curve(Series series, int index) {
    if (series.points().isEmpty()) {
      return;
    }
    StringBuilder path = new StringBuilder();
    for (Series.Point p : series.points()) {
      double px = x.at(p.x());
      double low = clamp(p.y().q1());
      double high = clamp(p.y().q3());
      add(
          "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"3\""
              + " stroke-opacity=\"0.25\"/>",
          px, low, px, high, color(index));
      path.append(
          String.format(
              Locale.ROOT,
              "%s%.1f %.1f",
              path.length() == 0 ? "M" : " L",
              px,
              y.at(p.y().median())));
    }
    add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", path, color(index));
    for (Series.Point p : series.points()) {
      marker(x.at(p.x()), y.at(p.y().median()), index);
    }
  }

  /** The bar of an outlier ends at the edge. */
  private double clamp(double value) {
    return Math.max(y.start + y.length, Math.min(y.start, y.at(value)));
  }

  private void marker(double px, double py, int index) {
    switch (index % 3) {
      case 0 -> add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>", px, py, color(index));
      case 1 ->
          add(
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"8\" height=\"8\" fill=\"%s\"/>",
              px - 4, py - 4, color(index));
      default ->
          add("<path d=\"M%.1f %.1f l5 9 h-10 z\" fill=\"%s\"/>", px, py - 5.5, color(index));
    }
  }

  private void legend() {
    double left = x.start + x.length + 20;
    double top = TOP + 14;
    for (int i = 0; i < plot.series().size(); i++) {
      Series s = plot.series().get(i);
      line(left, top - 4, left + 28, top - 4, color(i), 2);
      marker(left + 14, top - 4, i);
      text(left + 36, top, "start", "", escape(s.name()));
      top += 17;
      Fit fit = s.fit();
      if (fit != null) {
        text(
            left + 36,
            top,
            "start",
            "fill=\"#555555\"",
            String.format(
                Locale.ROOT,
                "%s, n<tspan dy=\"-4\" font-size=\"9\">%.2f</tspan>",
                fit.growth().name().toLowerCase(Locale.ROOT),
                fit.exponent()));
        top += 17;
      }
      if (!s.note().isEmpty()) {
        for (String part : s.note().split(": ", 2)) {
          text(left + 36, top, "start", "fill=\"#a02020\" font-size=\"11\"", escape(part));
          top += 15;
        }
      }
      top += 10;
    }
  }

  private static String color(int index) {
    return COLORS[index % COLORS.length];
  }

  /** 1, 10, 100, then ten to a power. */
  private static String power(int d) {
    return d >= 0 && d <= 2
        ? Integer.toString((int) Math.pow(10, d))
        : "10<tspan dy=\"-5\" font-size=\"9\">" + d + "</tspan>";
  }

  private void line(double x1, double y1, double x2, double y2, String color, double width) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
            + " stroke-width=\"%.1f\"/>",
        x1, y1, x2, y2, color, width);
  }

  private void text(double px, double py, String anchor, String attributes, String content) {
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>",
        px, py, anchor, attributes, content);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private void add(String format, Object... args) {
    out.append(args.length == 0 ? format : String.format(Locale.ROOT, format, args)).append('\n');
  }
}
