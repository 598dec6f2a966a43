package org.fragcache.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.graph.StateGraph;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.oracle.CoveragePoint;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.oracle.Use;

/**
 * Which parts of the specification's formulas decide something in the edges and probes that models
 * are replayed with. Every pair of a state and a call is one of these; so each is evaluated,
 * without a subject. Not thread safe.
 */
public final class Coverage {
  /** Where the actions are that are to be covered. */
  private static final String MODULE = "FragmentCache";

  private final Map<String, CoveragePoint> points = new LinkedHashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final List<Share> shares = new ArrayList<>();

  /**
   * What a model brought.
   *
   * @param model its name
   * @param states how many
   * @param calls in each of them
   * @param seen points that it shows
   * @param added of these, those that no model before it did
   * @param seconds it took
   * @param counts how the graph differs from what TLC reported, empty if it does not
   */
  public record Share(
      String model, int states, int calls, int seen, int added, double seconds, String counts) {}

  /**
   * Evaluates all of a model of {@code models.json}.
   *
   * @throws UsageException if it is no model for replay, or of another module
   */
  public void add(Path specDirectory, ModelRecord record, int threads, Ticker ticker) {
    Path cfg = record.cfg(specDirectory);
    try (ReplayModel model =
        ReplayModel.open(record.name(), specDirectory, record.module(), cfg, Use.COVERAGE)) {
      add(model, threads, ticker, graph -> Conformance.counts(record, graph));
    }
  }

  /** Evaluates all of a model. */
  void add(ReplayModel model, int threads, Ticker ticker, Function<StateGraph, String> counts) {
    long start = System.nanoTime();
    if (!model.oracle().coveragePoints().stream().anyMatch(p -> p.module().equals(MODULE))) {
      throw new UsageException(model.name() + ": coverage is of models of " + MODULE);
    }
    StateGraph graph =
        StateGraph.explore(
            model.oracle(),
            threads,
            (states, edges, depth) -> ticker.tick(model.name(), "states", states, 0));
    PerState.run(
        model.name(), "covered", graph.states(), threads, ticker, s -> cover(model, graph, s));
    BitSet covered = model.oracle().covered();
    List<CoveragePoint> found = model.oracle().coveragePoints();
    int before = seen.size();
    for (int i = 0; i < found.size(); i++) {
      CoveragePoint p = found.get(i);
      points.putIfAbsent(p.key(), p);
      if (covered.get(i)) {
        seen.add(p.key());
      }
    }
    shares.add(
        new Share(
            model.name(),
            graph.states(),
            model.alphabet().size(),
            covered.cardinality(),
            seen.size() - before,
            (System.nanoTime() - start) / 1e9,
            counts.apply(graph)));
  }

  private static void cover(ReplayModel model, StateGraph graph, int s) {
    OracleState state = model.oracle().parse(graph.encoding(s));
    for (int c = 0; c < model.alphabet().size(); c++) {
      model.cover(state, c);
    }
  }

  /** All points, in the order of the definitions as they are reached. */
  public List<CoveragePoint> points() {
    return List.copyOf(points.values());
  }

  /** Whether some model showed it. */
  public boolean isSeen(CoveragePoint point) {
    return seen.contains(point.key());
  }

  /** By model, in the order in which they were added. */
  public List<Share> shares() {
    return List.copyOf(shares);
  }
}
