package org.fragcache.bench;

import java.util.List;
import java.util.Map;

/**
 * What a benchmark found.
 *
 * @param benchmark its name
 * @param seconds it took
 * @param error what went wrong; empty if nothing did
 * @param requirements rows of the closing table
 * @param figures told beside it
 * @param plots growth curves
 */
record Report(
    String benchmark,
    double seconds,
    String error,
    List<Requirement> requirements,
    List<Figure> figures,
    List<Plot> plots) {
  static Report of(
      String benchmark, List<Requirement> requirements, List<Figure> figures, List<Plot> plots) {
    return new Report(benchmark, 0, "", requirements, figures, plots);
  }

  static Report failed(String benchmark, double seconds, String error) {
    return new Report(benchmark, seconds, error, List.of(), List.of(), List.of());
  }

  boolean has(String requirement) {
    return requirements.stream().anyMatch(r -> r.name().equals(requirement));
  }

  /** With other bounds where there are some. */
  Report withBounds(Map<String, Double> bounds) {
    List<Requirement> changed =
        requirements.stream()
            .map(r -> r.withBound(bounds.getOrDefault(r.name(), r.bound())))
            .toList();
    return new Report(benchmark, seconds, error, changed, figures, plots);
  }

  Report took(double time) {
    return new Report(benchmark, time, error, requirements, figures, plots);
  }
}
