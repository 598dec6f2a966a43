package org.fragcache.spec.graph;

/**
 * How often each edge must be repeated, and each state left for the start, so that the
 * state-changing edges, the repetitions and the returns form Euler circuits. The root is a node of
 * its own: from it one edge leads to each initial state with edges (so that every part of the graph
 * hangs together), and any number of further ones; to it leads a return from every state, at a
 * price.
 */
final class Augmentation {
  private final long cost;

  /** Extra uses of each edge; nonzero only for the first edge between two states. */
  final int[] repeats;

  /** Returns to the root out of each state. */
  final int[] returns;

  /** Starts at each initial state. */
  final int[] starts;

  Augmentation(StateGraph graph, int returnPrice) {
    int n = graph.states();
    int root = n;
    int supply = n + 1;
    int demand = n + 2;
    int[] missing = new int[n + 1];
    starts = new int[graph.initialStates()];
    for (int e = 0; e < graph.edges(); e++) {
      if (graph.changesState(e)) {
        missing[graph.source(e)]++;
        missing[graph.target(e)]--;
      }
    }
    for (int s = 0; s < starts.length; s++) {
      if (hasChange(graph, s)) {
        starts[s] = 1;
        missing[root]++;
        missing[s]--;
      }
    }
    MinCostFlow flow = new MinCostFlow(n + 3, graph.edges() + 3 * n);
    int[] edgeArc = edgeArcs(graph, flow);
    int[] returnArc = new int[n];
    for (int s = 0; s < n; s++) {
      returnArc[s] = flow.add(s, root, MinCostFlow.UNLIMITED, returnPrice);
    }
    int[] startArc = new int[starts.length];
    for (int s = 0; s < starts.length; s++) {
      startArc[s] = flow.add(root, s, MinCostFlow.UNLIMITED, 0);
    }
    for (int s = 0; s <= n; s++) {
      if (missing[s] > 0) {
        flow.add(s, demand, missing[s], 0);
      } else if (missing[s] < 0) {
        flow.add(supply, s, -missing[s], 0);
      }
    }
    cost = flow.run(supply, demand);
    repeats = new int[graph.edges()];
    for (int e = 0; e < repeats.length; e++) {
      repeats[e] = edgeArc[e] < 0 ? 0 : flow.flow(edgeArc[e]);
    }
    returns = new int[n];
    for (int s = 0; s < n; s++) {
      returns[s] = flow.flow(returnArc[s]);
    }
    for (int s = 0; s < starts.length; s++) {
      starts[s] += flow.flow(startArc[s]);
    }
  }

  /** Price of the repetitions, one each, and of the returns. */
  long cost() {
    return cost;
  }

  private static boolean hasChange(StateGraph graph, int s) {
    for (int e = graph.firstEdge(s); e < graph.endEdge(s); e++) {
      if (graph.changesState(e)) {
        return true;
      }
    }
    return false;
  }

  /** One arc for each pair of states, under its first edge. */
  private static int[] edgeArcs(StateGraph graph, MinCostFlow flow) {
    int[] arc = new int[graph.edges()];
    int[] seenFrom = new int[graph.states()];
    for (int s = 0; s < graph.states(); s++) {
      for (int e = graph.firstEdge(s); e < graph.endEdge(s); e++) {
        int t = graph.target(e);
        arc[e] = -1;
        if (t != s && seenFrom[t] != s + 1) {
          seenFrom[t] = s + 1;
          arc[e] = flow.add(s, t, MinCostFlow.UNLIMITED, 1);
        }
      }
    }
    return arc;
  }
}
