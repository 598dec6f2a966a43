package org.fragcache.spec.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.Oracle;
import org.jspecify.annotations.Nullable;

/**
 * Every reachable state of a model and every step between them, parallel edges and self-loops
 * included.
 *
 * <p>States are numbered from 0 in breadth-first order (initial states first, then by source and
 * call), edges by source, then call; the numbers are the same in every run, whatever the number of
 * threads. An edge is a triple (source, call, target): a call that reaches one state in two ways
 * has one edge. Immutable and safe for use by several threads; needs about 9 bytes per edge and the
 * encodings.
 */
public final class StateGraph {
  private final List<Call> alphabet;
  private final StateIndex index;
  private final int initial;
  private final int[] firstEdge;
  private final int[] source;
  private final int[] call;
  private final int[] target;
  private final int[] foundBy;
  private final int depth;
  private final int expanded;
  private final long generated;
  private volatile @Nullable Incoming incoming;

  /** Edges grouped by target, those of one target in ascending order. */
  private static final class Incoming {
    final int[] first;
    final int[] edges;

    Incoming(int[] first, int[] edges) {
      this.first = first;
      this.edges = edges;
    }
  }

  /**
   * A state in which an invariant does not hold.
   *
   * @param state number of the state
   * @param invariant name of the invariant
   */
  public record Violation(int state, String invariant) {}

  private StateGraph(List<Call> alphabet, StateIndex index, int initial, Explorer.Result found) {
    this.alphabet = alphabet;
    this.index = index;
    this.initial = initial;
    this.firstEdge = found.firstEdge.toArray();
    this.call = found.call.toArray();
    this.target = found.target.toArray();
    this.foundBy = found.foundBy.toArray();
    this.depth = found.level.get(found.level.size() - 1);
    this.generated = found.generated;
    this.expanded = found.expanded < 0 ? states() : found.expanded;
    this.source = new int[call.length];
    for (int s = 0; s < states(); s++) {
      Arrays.fill(source, firstEdge[s], firstEdge[s + 1], s);
    }
  }

  /**
   * A graph for tests of what works on graphs: edge i has call i.
   *
   * @param edges source and target of each edge, ascending by source; encodings mean nothing
   */
  static StateGraph of(int states, int initial, int[]... edges) {
    StateIndex index = new StateIndex(StateIndex::mix);
    Explorer.Result found = new Explorer.Result();
    List<Call> alphabet = new ArrayList<>();
    int e = 0;
    for (int s = 0; s < states; s++) {
      byte[] encoding = {(byte) s, (byte) (s >> 8), (byte) (s >> 16)};
      index.add(encoding, index.hash(encoding));
      found.foundBy.add(-1);
      found.level.add(1);
      found.firstEdge.add(e);
      for (; e < edges.length && edges[e][0] == s; e++) {
        alphabet.add(Call.of("Go", String.valueOf(e)));
        found.call.add(e);
        found.target.add(edges[e][1]);
      }
    }
    found.firstEdge.add(e);
    return new StateGraph(List.copyOf(alphabet), index, initial, found);
  }

  /**
   * Explores all reachable states, within the model's constraints if it has any.
   *
   * @param threads how many threads expand states, at least 1
   * @throws UsageException if the specification cannot be evaluated somewhere, or the configuration
   *     has SYMMETRY or VIEW, which would have no effect here
   */
  public static StateGraph explore(Oracle oracle, int threads, Progress progress) {
    return explore(oracle, threads, progress, Integer.MAX_VALUE);
  }

  /**
   * As {@link #explore(Oracle, int, Progress)}, but stops soon after there are more than {@code
   * maxStates} states: then the graph is not {@linkplain #complete() complete}.
   */
  public static StateGraph explore(Oracle oracle, int threads, Progress progress, int maxStates) {
    return explore(oracle, threads, progress, maxStates, StateIndex::mix);
  }

  static StateGraph explore(
      Oracle oracle, int threads, Progress progress, int maxStates, StateIndex.Hash hash) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + ", expected at least 1");
    }
    if (oracle.identifiesStates()) {
      throw new UsageException(
          oracle.module()
              + ": the configuration has SYMMETRY or VIEW, a state graph has every state");
    }
    StateIndex index = new StateIndex(hash);
    Explorer explorer = new Explorer(oracle, index, progress);
    explorer.run(threads, maxStates);
    int initial = oracle.initialStates().size();
    return new StateGraph(oracle.alphabet(), index, initial, explorer.found);
  }

  /** The calls that {@link #call(int)} refers to. */
  public List<Call> alphabet() {
    return alphabet;
  }

  /** Number of distinct states, at least 1. */
  public int states() {
    return index.size();
  }

  /** Whether every state has been expanded. */
  public boolean complete() {
    return expanded == states();
  }

  /** Number of states whose edges are known: those from 0. */
  public int expanded() {
    return expanded;
  }

  /** Number of initial states; they are the states from 0. */
  public int initialStates() {
    return initial;
  }

  /** Number of edges. */
  public int edges() {
    return call.length;
  }

  /**
   * What TLC reports as "states generated": initial states, and every successor computed. Equals
   * {@code initialStates() + edges()} unless a call reaches one state in two ways or leaves the
   * constraints.
   */
  public long generated() {
    return initial + generated;
  }

  /** Number of levels of the breadth-first search, 1 if no step leads to another state. */
  public int depth() {
    return depth;
  }

  /** Source of an edge. */
  public int source(int edge) {
    return source[edge];
  }

  /** Call of an edge, as an index into {@link #alphabet()}. */
  public int call(int edge) {
    return call[edge];
  }

  /** Target of an edge. */
  public int target(int edge) {
    return target[edge];
  }

  /** Whether an edge leads to another state. */
  public boolean changesState(int edge) {
    return source[edge] != target[edge];
  }

  /** First edge out of a state; its edges are those from here to {@link #endEdge(int)}. */
  public int firstEdge(int state) {
    return firstEdge[state];
  }

  /** One past the last edge out of a state. */
  public int endEdge(int state) {
    return firstEdge[state + 1];
  }

  /** The edge out of {@code state} for a call, the first if there are several, or -1. */
  public int edge(int state, int ofCall) {
    int e = Arrays.binarySearch(call, firstEdge[state], firstEdge[state + 1], ofCall);
    while (e > firstEdge[state] && call[e - 1] == ofCall) {
      e--;
    }
    return e < 0 ? -1 : e;
  }

  /** The edges into a state, ascending. */
  public int[] incoming(int state) {
    Incoming in = incoming;
    if (in == null) {
      in = groupByTarget();
      incoming = in;
    }
    return Arrays.copyOfRange(in.edges, in.first[state], in.first[state + 1]);
  }

  private Incoming groupByTarget() {
    int[] first = new int[states() + 1];
    for (int t : target) {
      first[t + 1]++;
    }
    for (int s = 0; s < states(); s++) {
      first[s + 1] += first[s];
    }
    int[] next = first.clone();
    int[] edges = new int[target.length];
    for (int e = 0; e < target.length; e++) {
      edges[next[target[e]]++] = e;
    }
    return new Incoming(first, edges);
  }

  /** Canonical encoding of a state. A fresh array. */
  public byte[] encoding(int state) {
    return index.encoding(state).clone();
  }

  /** Number of the state with this encoding, or -1. */
  public int find(byte[] encoding) {
    return index.find(encoding, index.hash(encoding));
  }

  /** The edges of a shortest path from an initial state to {@code state}. */
  public int[] pathTo(int state) {
    int n = 0;
    for (int s = state; foundBy[s] >= 0; s = source[foundBy[s]]) {
      n++;
    }
    int[] path = new int[n];
    for (int s = state; foundBy[s] >= 0; s = source[foundBy[s]]) {
      path[--n] = foundBy[s];
    }
    return path;
  }

  /** The calls of {@link #pathTo(int)}, as indices into {@link #alphabet()}. */
  public int[] callsTo(int state) {
    return Arrays.stream(pathTo(state)).map(e -> call[e]).toArray();
  }

  /** A state for messages: its number and the calls that lead there. */
  public String describe(int state) {
    String path =
        Arrays.stream(callsTo(state))
            .mapToObj(c -> alphabet.get(c).toString())
            .collect(Collectors.joining(" "));
    return "state " + state + " (after " + (path.isEmpty() ? "no call" : path) + ")";
  }

  /**
   * Checks that no call has two outcomes in one state.
   *
   * @throws UsageException naming the state and the call otherwise
   */
  public void requireDeterministic() {
    for (int e = 1; e < call.length; e++) {
      if (source[e] == source[e - 1] && call[e] == call[e - 1]) {
        int count = 2;
        while (e + 1 < call.length && source[e + 1] == source[e] && call[e + 1] == call[e]) {
          count++;
          e++;
        }
        throw new UsageException(
            alphabet.get(call[e])
                + " has "
                + count
                + " successors in "
                + describe(source[e])
                + ", expected at most 1");
      }
    }
  }

  /** The first state in which an invariant of the configuration does not hold. */
  public Optional<Violation> firstViolation(Oracle oracle) {
    for (int s = 0; s < states(); s++) {
      Optional<String> violated = oracle.violated(oracle.parse(index.encoding(s)));
      if (violated.isPresent()) {
        return Optional.of(new Violation(s, violated.get()));
      }
    }
    return Optional.empty();
  }
}
