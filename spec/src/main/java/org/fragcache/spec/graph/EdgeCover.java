package org.fragcache.spec.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Walks from initial states that together take every state-changing edge of a graph.
 *
 * <p>This is the postman problem with free returns to the start. With x(e) the number of times an
 * edge is taken, every walk starts at an initial state and may end anywhere; so in every other
 * state at least as many steps arrive as leave, and x(e) &gt;= 1. The least sum of x is {@link
 * #lowerBound()}: a minimum-cost flow that brings the missing arrivals to states with more edges
 * out than in. It is exact, since any such x falls into walks. The cover itself solves the same
 * flow with a price of {@value #RESET_PRICE} steps on every return to the start, which trades some
 * steps for longer walks; then an Euler circuit through the edges, repetitions and returns is cut
 * at the returns. Equal graphs have equal covers.
 */
public final class EdgeCover {
  /** Worth of one walk less, in steps. */
  static final int RESET_PRICE = 4;

  private final List<int[]> traces;
  private final long steps;
  private final long lowerBound;
  private final int edges;

  private EdgeCover(List<int[]> traces, long lowerBound, int edges) {
    this.traces = traces;
    this.lowerBound = lowerBound;
    this.edges = edges;
    this.steps = traces.stream().mapToLong(t -> t.length).sum();
  }

  /** Covers the state-changing edges of {@code graph}. */
  public static EdgeCover of(StateGraph graph) {
    return of(graph, RESET_PRICE);
  }

  static EdgeCover of(StateGraph graph, int resetPrice) {
    BitSet required = new BitSet(graph.edges());
    for (int e = 0; e < graph.edges(); e++) {
      required.set(e, graph.changesState(e));
    }
    if (required.isEmpty()) {
      return new EdgeCover(List.of(), 0, 0);
    }
    int count = required.cardinality();
    long bound = count + new Augmentation(graph, 0).cost();
    Augmentation plan = new Augmentation(graph, resetPrice);
    List<int[]> traces = trim(graph, new EulerTour(graph, plan).traces());
    return new EdgeCover(List.copyOf(traces), bound, count);
  }

  /** Drops the end of a walk as far as its edges are taken elsewhere. */
  private static List<int[]> trim(StateGraph graph, List<int[]> traces) {
    int[] taken = new int[graph.edges()];
    for (int[] trace : traces) {
      for (int e : trace) {
        taken[e]++;
      }
    }
    List<int[]> out = new ArrayList<>();
    for (int[] trace : traces) {
      int n = trace.length;
      while (n > 0 && taken[trace[n - 1]] > 1) {
        taken[trace[--n]]--;
      }
      if (n > 0) {
        out.add(Arrays.copyOf(trace, n));
      }
    }
    return out;
  }

  /** The walks, each the numbers of its edges; each starts at an initial state. */
  public List<int[]> traces() {
    return traces;
  }

  /** Number of steps of all walks together. */
  public long steps() {
    return steps;
  }

  /** The least number of steps that any set of walks needs, however many walks there are. */
  public long lowerBound() {
    return lowerBound;
  }

  /** Number of edges that are covered: the state-changing ones. */
  public int edges() {
    return edges;
  }

  /** One line with the figures. */
  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "%d edges in %d traces, %d steps, lower bound %d (%.3fx)",
        edges,
        traces.size(),
        steps,
        lowerBound,
        lowerBound == 0 ? 1.0 : (double) steps / lowerBound);
  }

  /**
   * Checks that this covers {@code graph}, without regard to how it was made.
   *
   * @throws IllegalStateException naming the first walk that is none, or edge that is not covered
   */
  public void verify(StateGraph graph) {
    verify(graph, traces);
  }

  static void verify(StateGraph graph, List<int[]> traces) {
    BitSet covered = new BitSet(graph.edges());
    for (int i = 0; i < traces.size(); i++) {
      int[] trace = traces.get(i);
      int at = -1;
      for (int j = 0; j < trace.length; j++) {
        int from = graph.source(trace[j]);
        boolean fits = j == 0 ? from < graph.initialStates() : from == at;
        if (!fits) {
          String expected = j == 0 ? "an initial state" : "state " + at;
          throw new IllegalStateException(
              "trace "
                  + i
                  + ", step "
                  + j
                  + ": starts at state "
                  + from
                  + ", expected "
                  + expected);
        }
        at = graph.target(trace[j]);
        covered.set(trace[j]);
      }
    }
    for (int e = 0; e < graph.edges(); e++) {
      if (graph.changesState(e) && !covered.get(e)) {
        throw new IllegalStateException(
            "edge "
                + e
                + " ("
                + graph.alphabet().get(graph.call(e))
                + " in state "
                + graph.source(e)
                + ") is in no trace");
      }
    }
  }
}
