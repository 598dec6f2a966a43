package org.fragcache.spec.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Hierholzer's circuit from the root through an augmented graph, cut where it returns to the root.
 */
final class EulerTour {
  private final StateGraph graph;
  private final int root;

  /** Moves by node: an edge, or {@code -1} to the root, or {@code -2 - s} from the root to s. */
  private final int[] moves;

  private final int[] next;
  private final int[] end;

  EulerTour(StateGraph graph, Augmentation plan) {
    this.graph = graph;
    this.root = graph.states();
    next = new int[root + 1];
    end = new int[root + 1];
    Ints all = new Ints(graph.edges() + graph.edges() / 2);
    for (int s = 0; s < root; s++) {
      next[s] = all.size();
      for (int e = graph.firstEdge(s); e < graph.endEdge(s); e++) {
        int times = graph.changesState(e) ? 1 + plan.repeats[e] : 0;
        for (int i = 0; i < times; i++) {
          all.add(e);
        }
      }
      for (int i = 0; i < plan.returns[s]; i++) {
        all.add(-1);
      }
      end[s] = all.size();
    }
    next[root] = all.size();
    for (int s = 0; s < plan.starts.length; s++) {
      for (int i = 0; i < plan.starts[s]; i++) {
        all.add(-2 - s);
      }
    }
    end[root] = all.size();
    moves = all.toArray();
  }

  List<int[]> traces() {
    int[] tour = tour();
    List<int[]> out = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < tour.length; i++) {
      if (tour[i] < 0) {
        if (i > from) {
          out.add(Arrays.copyOfRange(tour, from, i));
        }
        from = i + 1;
      }
    }
    return out;
  }

  private int[] tour() {
    int[] stack = new int[moves.length + 1];
    int[] by = new int[moves.length + 1];
    int[] tour = new int[moves.length];
    int top = 0;
    int filled = moves.length;
    stack[0] = root;
    while (top >= 0) {
      int at = stack[top];
      if (next[at] < end[at]) {
        int move = moves[next[at]++];
        top++;
        stack[top] = move >= 0 ? graph.target(move) : move == -1 ? root : -2 - move;
        by[top] = move;
      } else {
        if (top > 0) {
          tour[--filled] = by[top];
        }
        top--;
      }
    }
    if (filled != 0) {
      throw new IllegalStateException("Euler tour misses " + filled + " of " + moves.length);
    }
    return tour;
  }
}
