package org.fragcache.spec.graph;

import java.util.Arrays;

/**
 * Minimum-cost maximum flow for small non-negative integer costs: primal-dual. Each phase computes
 * distances under reduced costs (Dial's buckets) and sends a maximum flow (Dinic) over arcs of
 * reduced cost zero. The number of phases is the number of distinct path costs, small for graphs of
 * small diameter, so that a million arcs take seconds.
 */
final class MinCostFlow {
  static final int UNLIMITED = Integer.MAX_VALUE / 2;

  private final int nodes;
  private final Ints from;
  private final Ints to;
  private final Ints capacity;
  private final Ints cost;

  private int[] head = {};
  private int[] adjacency = {};
  private int[] tail = {};
  private int[] tip = {};
  private int[] rest = {};
  private int[] price = {};
  private final int[] potential;
  private final int[] distance;
  private final int[] cursor;

  MinCostFlow(int nodes, int arcs) {
    this.nodes = nodes;
    from = new Ints(arcs * 2);
    to = new Ints(arcs * 2);
    capacity = new Ints(arcs * 2);
    cost = new Ints(arcs * 2);
    potential = new int[nodes];
    distance = new int[nodes];
    cursor = new int[nodes];
  }

  /** Adds an arc and returns its number, for {@link #flow(int)}. */
  int add(int u, int v, int cap, int unitCost) {
    int arc = from.size();
    half(u, v, cap, unitCost);
    half(v, u, 0, -unitCost);
    return arc;
  }

  private void half(int u, int v, int cap, int unitCost) {
    from.add(u);
    to.add(v);
    capacity.add(cap);
    cost.add(unitCost);
  }

  /** The flow on an arc after {@link #run}. */
  int flow(int arc) {
    return rest[arc + 1];
  }

  /** Sends as much as possible from {@code s} to {@code t} at least cost; returns the cost. */
  long run(int s, int t) {
    tail = from.toArray();
    tip = to.toArray();
    rest = capacity.toArray();
    price = cost.toArray();
    head = new int[nodes + 1];
    for (int u : tail) {
      head[u + 1]++;
    }
    for (int u = 0; u < nodes; u++) {
      head[u + 1] += head[u];
    }
    adjacency = new int[tail.length];
    int[] next = head.clone();
    for (int a = 0; a < tail.length; a++) {
      adjacency[next[tail[a]]++] = a;
    }
    while (distances(s, t)) {
      while (levels(s, t)) {
        System.arraycopy(head, 0, cursor, 0, nodes);
        block(s, t);
      }
    }
    long total = 0;
    for (int a = 0; a < tail.length; a += 2) {
      total += (long) rest[a + 1] * price[a];
    }
    return total;
  }

  private int reduced(int a) {
    return price[a] + potential[tail[a]] - potential[tip[a]];
  }

  /**
   * Raises the potentials so that a cheapest path has reduced cost zero; false if there is none.
   */
  private boolean distances(int s, int t) {
    Arrays.fill(distance, Integer.MAX_VALUE);
    distance[s] = 0;
    Ints[] buckets = {new Ints(1024)};
    buckets[0].add(s);
    int d = 0;
    boolean[] done = new boolean[nodes];
    while (d < buckets.length && !done[t]) {
      Ints bucket = buckets[d];
      if (bucket == null || bucket.size() == 0) {
        d++;
        continue;
      }
      int u = bucket.removeLast();
      if (done[u]) {
        continue;
      }
      done[u] = true;
      for (int i = head[u]; i < head[u + 1]; i++) {
        int a = adjacency[i];
        if (rest[a] == 0) {
          continue;
        }
        int v = tip[a];
        int dv = d + reduced(a);
        if (dv < distance[v]) {
          distance[v] = dv;
          if (dv >= buckets.length) {
            buckets = Arrays.copyOf(buckets, dv + 8);
          }
          if (buckets[dv] == null) {
            buckets[dv] = new Ints(1024);
          }
          buckets[dv].add(v);
        }
      }
    }
    if (!done[t]) {
      return false;
    }
    int limit = distance[t];
    for (int u = 0; u < nodes; u++) {
      potential[u] += Math.min(distance[u], limit);
    }
    return true;
  }

  /** Breadth-first levels over arcs of reduced cost zero, kept in {@code distance}. */
  private boolean levels(int s, int t) {
    Arrays.fill(distance, -1);
    int[] queue = new int[nodes];
    int begin = 0;
    int end = 0;
    queue[end++] = s;
    distance[s] = 0;
    while (begin < end && distance[t] < 0) {
      int u = queue[begin++];
      for (int i = head[u]; i < head[u + 1]; i++) {
        int a = adjacency[i];
        if (rest[a] > 0 && distance[tip[a]] < 0 && reduced(a) == 0) {
          distance[tip[a]] = distance[u] + 1;
          queue[end++] = tip[a];
        }
      }
    }
    return distance[t] >= 0;
  }

  /** A blocking flow in the level graph. */
  private void block(int s, int t) {
    Ints path = new Ints(64);
    int u = s;
    while (true) {
      if (u == t) {
        u = augment(path);
        continue;
      }
      int a = advance(u);
      if (a >= 0) {
        path.add(a);
        u = tip[a];
      } else if (u == s) {
        return;
      } else {
        distance[u] = -1;
        u = tail[path.removeLast()];
      }
    }
  }

  private int advance(int u) {
    for (; cursor[u] < head[u + 1]; cursor[u]++) {
      int a = adjacency[cursor[u]];
      if (rest[a] > 0 && distance[tip[a]] == distance[u] + 1 && reduced(a) == 0) {
        return a;
      }
    }
    return -1;
  }

  /** Sends what the path can take; goes back to the tail of its first full arc. */
  private int augment(Ints path) {
    int amount = Integer.MAX_VALUE;
    for (int i = 0; i < path.size(); i++) {
      amount = Math.min(amount, rest[path.get(i)]);
    }
    int full = -1;
    for (int i = path.size() - 1; i >= 0; i--) {
      int a = path.get(i);
      rest[a] -= amount;
      rest[a ^ 1] += amount;
      if (rest[a] == 0) {
        full = i;
      }
    }
    int u = tail[path.get(full)];
    path.truncate(full);
    return u;
  }
}
