package org.fragcache.bench;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs benchmarks and holds them against their bounds. */
public final class Bench {
  /** Told what is being done. */
  public interface Progress {
    /**
     * A benchmark is at something.
     *
     * @param benchmark its name
     * @param what it does
     * @param done benchmarks that are done
     * @param of of so many
     */
    void tick(String benchmark, String what, int done, int of);
  }

  /**
   * What to run.
   *
   * @param scale full, quick or tiny; tiny is for tests of the bench itself
   * @param only names of benchmarks; empty means all
   * @param bounds other bounds than the usual, by requirement
   */
  public record Options(String scale, List<String> only, Map<String, Double> bounds) {}

  private Bench() {}

  /** The names of all benchmarks, in the order in which they run. */
  public static List<String> names() {
    return Measurement.ALL.stream().map(Measurement::name).toList();
  }

  /**
   * Runs them one after the other.
   *
   * @throws IllegalArgumentException if a name of the options is unknown; its message is one line
   */
  public static BenchResult run(Options options, Progress progress) {
    Scale scale = scale(options.scale);
    List<Measurement> chosen = chosen(options.only);
    List<Report> reports = new ArrayList<>();
    for (Measurement m : chosen) {
      Consumer<String> at = what -> progress.tick(m.name(), what, reports.size(), chosen.size());
      at.accept("begins");
      Report report = scale.forked() ? Forked.run(m.name(), scale, at) : runHere(m, scale, at);
      reports.add(report.withBounds(options.bounds));
    }
    BenchResult result = new BenchResult(scale.name().toLowerCase(java.util.Locale.ROOT), reports);
    for (String name : options.bounds.keySet()) {
      if (reports.stream().noneMatch(r -> r.has(name))) {
        throw new IllegalArgumentException(
            "bound '" + name + "': no such requirement was measured");
      }
    }
    return result;
  }

  private static Scale scale(String name) {
    for (Scale s : Scale.values()) {
      if (s.name().equalsIgnoreCase(name)) {
        return s;
      }
    }
    throw new IllegalArgumentException(
        "unknown scale '" + name + "'; expected full, quick or tiny");
  }

  private static List<Measurement> chosen(List<String> only) {
    for (String name : only) {
      if (!names().contains(name)) {
        throw new IllegalArgumentException(
            "unknown benchmark '" + name + "'; expected " + String.join(", ", names()));
      }
    }
    return Measurement.ALL.stream().filter(m -> only.isEmpty() || only.contains(m.name())).toList();
  }

  /** In this JVM. What a benchmark throws ends it, not the run. */
  static Report runHere(Measurement measurement, Scale scale, Consumer<String> progress) {
    long began = System.nanoTime();
    try {
      Report report = measurement.run(new Context(scale, progress));
      return report.took(seconds(began));
    } catch (RuntimeException | OutOfMemoryError e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return Report.failed(measurement.name(), seconds(began), trace.toString());
    }
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
