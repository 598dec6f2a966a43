package org.fragcache.conformance.lincheck;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fragcache.conformance.Outcomes;
import org.fragcache.spec.graph.StateGraph;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.value.TlaValue;

/**
 * What an application may see, as TLC computes it from FileView's steps: for each state that can be
 * reached and each call the outcome and the state after. State 0 is the initial one.
 */
final class CallTable {
  /** What happens without a call, and may not be seen: in every state it leads to the same. */
  static final Call HIDDEN = Call.of("Unseen");

  /** An outcome and a state. */
  record Row(String outcome, int after) {}

  private final List<Map<String, Row>> rows;

  private CallTable(List<Map<String, Row>> rows) {
    this.rows = rows;
  }

  /**
   * Explores all of a model in which a call has one outcome and one state after.
   *
   * @throws IllegalStateException if it is not such a one
   */
  static CallTable of(Oracle oracle) {
    StateGraph graph = StateGraph.explore(oracle, 2, (states, edges, depth) -> {});
    graph.requireDeterministic();
    OracleState init = oracle.initialStates().get(0);
    Map<Integer, String> calls = new HashMap<>(); // as tuples, by index
    for (TlaValue tuple : TlaValue.parse(oracle.eval("Calls", init)).elements()) {
      List<String> args = tuple.elements().stream().map(TlaValue::canonical).toList();
      Call call = new Call(tuple.elements().get(0).asString(), args.subList(1, args.size()));
      calls.put(oracle.callIndex(call), tuple.canonical());
    }
    Set<String> completed = new HashSet<>();
    for (TlaValue status : TlaValue.parse(oracle.eval("Completed", init)).elements()) {
      completed.add(status.asString());
    }
    Map<String, Boolean> known = new HashMap<>(); // there are few outcomes
    List<Map<String, Row>> rows = new ArrayList<>();
    for (int s = 0; s < graph.states(); s++) {
      OracleState state = oracle.parse(graph.encoding(s));
      Map<String, Row> row = new HashMap<>();
      for (int c = 0; c < oracle.alphabet().size(); c++) {
        int edge = graph.edge(s, c);
        Call call = oracle.alphabet().get(c);
        String tuple = calls.get(c);
        if (tuple != null) {
          String outcome = oracle.eval("Outcome", state, tuple);
          boolean completes = completes(outcome, completed, known);
          if (completes != (edge >= 0)) {
            throw new IllegalStateException(
                "table: " + call + ": " + outcome + " in " + graph.describe(s));
          }
          row.put(call.toString(), new Row(outcome, edge < 0 ? s : graph.target(edge)));
        } else if (call.equals(HIDDEN)) {
          row.put(call.toString(), new Row(Outcomes.ofStep(edge >= 0), graph.target(edge)));
        } else {
          require(edge < 0 || !graph.changesState(edge), call + ": a step that is no call");
        }
      }
      rows.add(row);
    }
    return new CallTable(List.copyOf(rows));
  }

  private static boolean completes(
      String outcome, Set<String> completed, Map<String, Boolean> known) {
    return known.computeIfAbsent(
        outcome, o -> completed.contains(TlaValue.parse(o).field("status").asString()));
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("table: " + what);
    }
  }

  /** A table of these rows, for the tests of what has none. */
  static CallTable of(List<Map<String, Row>> rows) {
    return new CallTable(List.copyOf(rows));
  }

  int states() {
    return rows.size();
  }

  /** How many calls have an outcome in a state. */
  int calls() {
    return rows.get(0).size();
  }

  /** The row of a call in a state; an error if the model has no such call, or state. */
  Row get(int state, String call) {
    Row row = state < rows.size() ? rows.get(state).get(call) : null;
    if (row == null) {
      throw new NoRowError("table: no row of " + call + " in state " + state);
    }
    return row;
  }

  /** Nothing that a cache could throw too, which Lincheck would take for an outcome. */
  static final class NoRowError extends AssertionError {
    private static final long serialVersionUID = 1;

    NoRowError(String message) {
      super(message);
    }
  }
}
