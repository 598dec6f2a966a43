package org.fragcache.spec.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.Specs;
import org.junit.jupiter.api.Test;

class EdgeCoverTest {
  /** A graph whose edges are given as "from to"; the first states are initial. */
  private static StateGraph graph(int states, int initial, String... edges) {
    int[][] pairs =
        Arrays.stream(edges)
            .map(e -> Arrays.stream(e.split(" ", -1)).mapToInt(Integer::parseInt).toArray())
            .sorted(Comparator.comparingInt(e -> e[0]))
            .toArray(int[][]::new);
    return StateGraph.of(states, initial, pairs);
  }

  private static EdgeCover verified(StateGraph g) {
    EdgeCover cover = EdgeCover.of(g);
    cover.verify(g);
    return cover;
  }

  @Test
  void of_eulerian_takesEachEdgeOnce() {
    EdgeCover c = verified(graph(10, 1, "0 1", "1 2", "2 0", "0 2", "2 1", "1 0"));
    assertThat(c.steps()).isEqualTo(6);
    assertThat(c.lowerBound()).isEqualTo(6);
    assertThat(c.traces()).hasSize(1);
  }

  @Test
  void of_tree_restartsForEachLeaf() {
    EdgeCover c = verified(graph(10, 1, "0 1", "1 2", "1 3", "0 4"));
    assertThat(c.traces()).hasSize(3);
    assertThat(c.steps()).isEqualTo(5);
    assertThat(c.lowerBound()).isEqualTo(5);
  }

  @Test
  void of_shortDetour_isPreferredToRestart() {
    // 1 has two edges out and one in: go round by 2 -> 0 -> 1 rather than end the walk.
    EdgeCover c = verified(graph(10, 1, "0 1", "1 2", "1 3", "2 0", "3 0"));
    assertThat(c.traces()).hasSize(1);
    assertThat(c.steps()).isEqualTo(6);
    assertThat(c.lowerBound()).isEqualTo(6);
  }

  @Test
  void of_longDetour_restarts() {
    StateGraph g =
        graph(
            10, 1, "0 1", "0 2", "0 9", "1 3", "2 3", "9 3", "3 4", "4 5", "5 6", "6 7", "7 8",
            "8 0");
    EdgeCover c = verified(g);
    assertThat(c.lowerBound()).isEqualTo(12);
    assertThat(c.steps()).isEqualTo(12);
    assertThat(c.traces()).hasSize(2);
    EdgeCover dear = EdgeCover.of(g, 100);
    dear.verify(g);
    assertThat(dear.traces()).hasSize(1);
    assertThat(dear.steps()).isEqualTo(18);
  }

  @Test
  void of_twoInitialStates_coversBothParts() {
    EdgeCover c = verified(graph(4, 2, "0 2", "2 0", "1 3", "3 1"));
    assertThat(c.traces()).hasSize(2);
    assertThat(c.steps()).isEqualTo(4);
  }

  @Test
  void of_onlyLoops_isEmpty() {
    EdgeCover c = verified(graph(10, 1, "0 0"));
    assertThat(c.traces()).isEmpty();
    assertThat(c.steps()).isZero();
  }

  @Test
  void of_parallelEdges_coversEach() {
    EdgeCover c = verified(graph(10, 1, "0 1", "0 1", "0 1", "1 0"));
    assertThat(c.edges()).isEqualTo(4);
    assertThat(c.steps()).isEqualTo(5);
    assertThat(c.lowerBound()).isEqualTo(4);
  }

  @Test
  void of_sameGraph_sameTraces() {
    try (Oracle o = Specs.open("Cow", "Cow")) {
      EdgeCover a = EdgeCover.of(StateGraph.explore(o, 1, Progress.NONE));
      EdgeCover b = EdgeCover.of(StateGraph.explore(o, 4, Progress.NONE));
      assertThat(flat(a)).isEqualTo(flat(b));
      assertThat(a.traces().size()).isLessThan(20);
    }
  }

  private static List<List<Integer>> flat(EdgeCover c) {
    return c.traces().stream().map(t -> Arrays.stream(t).boxed().toList()).toList();
  }

  @Test
  void of_largeRandomGraph_isCoveredInSeconds() {
    Random random = new Random(1);
    int n = 10_000;
    int[][] edges = new int[300_000][];
    for (int i = 0; i < edges.length; i++) {
      int from = i / (edges.length / n);
      double r = random.nextDouble();
      int to = i % (edges.length / n) == 0 ? (from + 1) % n : (int) (r * r * n);
      edges[i] = new int[] {from, to};
    }
    EdgeCover c = verified(StateGraph.of(n, 1, edges));
    assertThat(c.steps()).isLessThanOrEqualTo(c.lowerBound() * 5 / 4);
  }

  @Test
  void verify_edgeMissing_throws() {
    StateGraph g = graph(10, 1, "0 1", "1 0", "1 2", "2 0");
    List<int[]> traces = new ArrayList<>();
    traces.add(new int[] {g.edge(0, 0), g.edge(1, 1)});
    assertThatThrownBy(() -> EdgeCover.verify(g, traces))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is in no trace");
  }

  @Test
  void verify_notAPath_throws() {
    StateGraph g = graph(10, 1, "0 1", "1 0", "1 2", "2 0");
    assertThatThrownBy(() -> EdgeCover.verify(g, List.of(new int[] {g.edge(0, 0), g.edge(2, 3)})))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("trace 0, step 1: starts at state 2, expected state 1");
    assertThatThrownBy(() -> EdgeCover.verify(g, List.of(new int[] {g.edge(1, 1)})))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected an initial state");
  }

  @Test
  void minCostFlow_randomNetworks_equalBellmanFord() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      int n = 3 + random.nextInt(8);
      int m = random.nextInt(30);
      int[][] arcs = new int[m][];
      MinCostFlow fast = new MinCostFlow(n, m);
      for (int i = 0; i < m; i++) {
        arcs[i] =
            new int[] {random.nextInt(n), random.nextInt(n), random.nextInt(4), random.nextInt(5)};
        fast.add(arcs[i][0], arcs[i][1], arcs[i][2], arcs[i][3]);
      }
      assertThat(fast.run(0, n - 1)).as("round %d", round).isEqualTo(bellmanFord(n, arcs));
    }
  }

  /** Successive shortest paths by Bellman-Ford, one unit at a time. */
  private static long bellmanFord(int n, int[][] arcs) {
    int m = arcs.length;
    int[] rest = new int[2 * m];
    for (int i = 0; i < m; i++) {
      rest[2 * i] = arcs[i][2];
    }
    long total = 0;
    while (true) {
      long[] distance = new long[n];
      int[] by = new int[n];
      Arrays.fill(distance, Integer.MAX_VALUE);
      Arrays.fill(by, -1);
      distance[0] = 0;
      for (int round = 0; round < n; round++) {
        for (int a = 0; a < 2 * m; a++) {
          int[] arc = arcs[a / 2];
          int u = arc[a % 2];
          int v = arc[1 - a % 2];
          int cost = a % 2 == 0 ? arc[3] : -arc[3];
          if (rest[a] > 0 && distance[u] < Integer.MAX_VALUE && distance[u] + cost < distance[v]) {
            distance[v] = distance[u] + cost;
            by[v] = a;
          }
        }
      }
      if (distance[n - 1] == Integer.MAX_VALUE) {
        return total;
      }
      total += distance[n - 1];
      for (int v = n - 1; v != 0; v = arcs[by[v] / 2][by[v] % 2]) {
        rest[by[v]]--;
        rest[by[v] ^ 1]++;
      }
    }
  }
}
