package org.fragcache.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.fragcache.bench.Requirement.Verdict;
import org.jspecify.annotations.Nullable;

/** What a run found, as a table, as JSON and as pictures. */
public final class BenchResult {
  private final String scale;
  private final List<Report> reports;

  BenchResult(String scale, List<Report> reports) {
    this.scale = scale;
    this.reports = List.copyOf(reports);
  }

  /** 0 if all that was measured is within its bound, 1 if not, 3 if a benchmark broke down. */
  public int status() {
    if (reports.stream().anyMatch(r -> !r.error().isEmpty())) {
      return 3;
    }
    return count(Verdict.NOT_MET) == 0 ? 0 : 1;
  }

  private long count(Verdict verdict) {
    return reports.stream()
        .flatMap(r -> r.requirements().stream())
        .filter(r -> r.verdict() == verdict)
        .count();
  }

  /** The table of requirements, then the figures, then what broke down. */
  public String table() {
    StringBuilder out = new StringBuilder();
    row(out, "requirement", "measured", "baseline", "ratio", "bound", "");
    for (Report report : reports) {
      for (Requirement r : report.requirements()) {
        boolean ratio = r.baseline() != null && r.value() != null;
        row(
            out,
            r.name(),
            text(r.measured(), r.unit()),
            text(r.baseline(), r.unit()),
            ratio ? Requirement.number(value(r)) : "",
            r.boundText(),
            r.verdict().text);
        if (!r.note().isEmpty()) {
          out.append("    ").append(r.note()).append('\n');
        }
      }
    }
    out.append('\n');
    for (Report report : reports) {
      for (Figure f : report.figures()) {
        out.append(
            String.format(
                Locale.ROOT,
                "%-28s %11s  %s%n",
                f.name(),
                Units.text(f.value(), f.unit()),
                f.what()));
      }
      for (Plot plot : report.plots()) {
        for (Series s : plot.series()) {
          growth(out, plot, s);
        }
      }
    }
    for (Report report : reports) {
      if (!report.error().isEmpty()) {
        out.append("\nBROKE DOWN: ").append(report.benchmark()).append(": ");
        out.append(report.error().strip()).append('\n');
      }
    }
    out.append(
        String.format(
            Locale.ROOT,
            "%n%d met, %d NOT MET, in %.0f s%n",
            count(Verdict.MET),
            count(Verdict.NOT_MET),
            reports.stream().mapToDouble(Report::seconds).sum()));
    return out.toString();
  }

  private static void growth(StringBuilder out, Plot plot, Series s) {
    if (s.fit() == null || s.points().isEmpty()) {
      return;
    }
    out.append(
        String.format(
            Locale.ROOT,
            "%-28s %11s  %s, by %s to %,.0f%n",
            "growth/" + plot.id(),
            String.format(Locale.ROOT, "n^%.2f", s.fit().exponent()),
            s.name() + ": " + s.fit().growth().name().toLowerCase(Locale.ROOT),
            plot.xLabel(),
            s.points().get(s.points().size() - 1).x()));
  }

  private static double value(Requirement r) {
    Double value = r.value();
    return value == null ? Double.NaN : value;
  }

  private static void row(StringBuilder out, String... cells) {
    out.append(
            String.format(Locale.ROOT, "%-28s %11s %11s %8s %11s  %s", (Object[]) cells)
                .stripTrailing())
        .append('\n');
  }

  private static String text(@Nullable Sample sample, String unit) {
    return sample == null ? "" : Units.text(sample.median(), unit);
  }

  /** All of it; the keys are described in the module's README. */
  public String json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("scale", scale);
    root.put("status", status());
    root.put("met", count(Verdict.MET));
    root.put("notMet", count(Verdict.NOT_MET));
    ObjectNode machine = root.putObject("machine");
    machine.put("java", System.getProperty("java.vm.version"));
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    ArrayNode benchmarks = root.putArray("benchmarks");
    for (Report report : reports) {
      ObjectNode b = benchmarks.addObject();
      b.put("benchmark", report.benchmark());
      b.put("seconds", report.seconds());
      b.put("error", report.error());
      ArrayNode requirements = b.putArray("requirements");
      report.requirements().forEach(r -> put(requirements.addObject(), r));
      ArrayNode figures = b.putArray("figures");
      report.figures().forEach(f -> put(figures.addObject(), f));
      ArrayNode plots = b.putArray("plots");
      report.plots().forEach(p -> put(plots.addObject(), p));
    }
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes cannot be written", e);
    }
  }

  private static void put(ObjectNode node, Requirement r) {
    node.put("name", r.name());
    node.put("what", r.what());
    node.put("unit", r.unit());
    put(node, "measured", r.measured());
    put(node, "baseline", r.baseline());
    node.put("isRatio", r.baseline() != null);
    node.put("value", r.value());
    node.put("comparison", r.atMost() ? "<=" : ">=");
    node.put("bound", r.bound());
    node.put("verdict", r.verdict().text);
    node.put("note", r.note());
  }

  private static void put(ObjectNode node, String key, @Nullable Sample s) {
    if (s == null) {
      node.putNull(key);
      return;
    }
    put(node.putObject(key), s);
  }

  private static void put(ObjectNode node, Sample s) {
    node.put("median", s.median());
    node.put("q1", s.q1());
    node.put("q3", s.q3());
    node.put("min", s.min());
    node.put("max", s.max());
    node.put("iterations", s.iterations());
  }

  private static void put(ObjectNode node, Figure f) {
    node.put("name", f.name());
    node.put("what", f.what());
    node.put("unit", f.unit());
    node.put("value", f.value());
  }

  private static void put(ObjectNode node, Plot p) {
    node.put("plot", p.id());
    node.put("title", p.title());
    node.put("x", p.xLabel());
    node.put("y", p.yLabel());
    node.put("unit", p.nanoseconds() ? "ns" : "op/s");
    ArrayNode series = node.putArray("series");
    for (Series s : p.series()) {
      ObjectNode one = series.addObject();
      one.put("name", s.name());
      Fit fit = s.fit();
      one.put("exponent", fit == null ? null : (Double) fit.exponent());
      one.put("growth", fit == null ? null : fit.growth().name().toLowerCase(Locale.ROOT));
      one.put("note", s.note());
      ArrayNode points = one.putArray("points");
      for (Series.Point point : s.points()) {
        ObjectNode at = points.addObject();
        at.put("x", point.x());
        put(at, point.y());
      }
    }
  }

  /** SVG by file name. */
  public Map<String, String> plots() {
    Map<String, String> plots = new TreeMap<>();
    for (Report report : reports) {
      for (Plot p : report.plots()) {
        if (p.series().stream().anyMatch(s -> !s.points().isEmpty())) {
          plots.put(p.id() + ".svg", PlotSvg.render(p));
        }
      }
    }
    return plots;
  }
}
