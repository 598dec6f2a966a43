package org.fragcache.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.graph.StateGraph;
import org.fragcache.spec.oracle.OracleState;

/** What every call must return in every state of a graph, as the specification says. */
final class OutcomeTable {
  /** For each state, for each call, an index into {@link #distinct}. */
  private final byte[][] index;

  private final List<String> distinct = new ArrayList<>();
  private final Map<String, Integer> known = new HashMap<>();

  private OutcomeTable(int states) {
    this.index = new byte[states][];
  }

  /** Evaluates {@code Outcome} for every state and call, with {@code threads} threads. */
  static OutcomeTable of(ReplayModel model, StateGraph graph, int threads, Ticker ticker) {
    OutcomeTable table = new OutcomeTable(graph.expanded());
    PerState.run(
        model.name(),
        "outcomes",
        graph.expanded(),
        threads,
        ticker,
        s -> table.fill(model, graph, s));
    return table;
  }

  private void fill(ReplayModel model, StateGraph graph, int s) {
    int calls = model.alphabet().size();
    OracleState state = model.oracle().parse(graph.encoding(s));
    byte[] row = new byte[calls];
    for (int c = 0; c < calls; c++) {
      boolean enabled = graph.edge(s, c) >= 0;
      String outcome = model.outcome(state, c, enabled);
      if (model.isCall(c) && enabled != model.completes(outcome)) {
        throw new UsageException(
            model.name()
                + ": Outcome of "
                + model.alphabet().get(c)
                + " is "
                + outcome
                + ", but Next has "
                + (enabled ? "a step" : "no step")
                + " for it, in "
                + graph.describe(s));
      }
      row[c] = (byte) number(outcome);
    }
    index[s] = row;
  }

  private synchronized int number(String outcome) {
    return known.computeIfAbsent(
        outcome,
        o -> {
          if (distinct.size() > Byte.MAX_VALUE) {
            throw new IllegalStateException("more than " + distinct.size() + " distinct outcomes");
          }
          distinct.add(o);
          return distinct.size() - 1;
        });
  }

  /** What call {@code call} must return in state {@code state}. */
  String get(int state, int call) {
    return distinct.get(index[state][call]);
  }
}
