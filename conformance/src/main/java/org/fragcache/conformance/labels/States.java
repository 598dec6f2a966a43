package org.fragcache.conformance.labels;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.value.TlaValue;
import org.jspecify.annotations.Nullable;

/**
 * States of the specification, and where each step leads, asked once as long as it is remembered.
 * Every step is followed by Forget. Not thread safe.
 */
final class States {
  /** So many are remembered; some kilobytes each. */
  private static final int MOST = 40_000;

  private final LabelModel model;
  private final Oracle oracle;
  private Map<OracleState, State> known = new HashMap<>();
  private long met;
  private long asked;

  /** A state; equal to itself only. */
  final class State {
    private final OracleState state;
    private final String[] pc;
    private final String[] told;
    private final String[] results;
    private final Map<Integer, List<State>> after = new HashMap<>(4);
    private @Nullable String common;

    private State(OracleState state) {
      this.state = state;
      int n = model.threads().size();
      pc = new String[n];
      told = new String[n];
      results = new String[n];
      TlaValue where = TlaValue.parse(oracle.eval("Where", state));
      for (int t = 0; t < n; t++) {
        TlaValue of = where.field(model.threads().get(t));
        pc[t] = of.at(1).asString();
        told[t] = Differences.TOLD_AS.getOrDefault(pc[t], pc[t]);
        results[t] = of.at(2).canonical();
      }
    }

    OracleState state() {
      return state;
    }

    /** The label that a thread is at, as it would tell it. */
    String at(int thread) {
      return told[thread];
    }

    /** The same, as the specification has it: the step that it takes there. */
    String step(int thread) {
      return pc[thread];
    }

    /** What a thread would return, canonical. */
    String result(int thread) {
      return results[thread];
    }

    /** What others see. */
    private String common() {
      String text = common;
      if (text == null) {
        text = oracle.eval("InCommon", state);
        common = text;
      }
      return text;
    }
  }

  States(LabelModel model) {
    this.model = model;
    this.oracle = model.oracle();
  }

  State initial() {
    return state(oracle.successors(model.initial(), model.forget()).get(0));
  }

  private State state(OracleState state) {
    State found = known.get(state);
    if (found == null) {
      met++;
      found = new State(state);
      known.put(state, found);
    }
    return found;
  }

  /** Forgets all but these, if there are many. */
  void trim(Iterable<State> keep) {
    if (known.size() > MOST) {
      known = new HashMap<>();
      for (State s : keep) {
        s.after.clear();
        known.put(s.state, s);
      }
    }
  }

  /** How many states were met, those that were forgotten and met again counted again. */
  long met() {
    return met;
  }

  /** How often the specification was asked for a step of a state. */
  long asked() {
    return asked;
  }

  /** Where a step leads; empty if it cannot be taken. */
  List<State> after(State from, int step) {
    List<State> after = from.after.get(step);
    if (after == null) {
      asked++;
      after =
          oracle.successors(from.state, step).stream()
              .map(s -> state(oracle.successors(s, model.forget()).get(0)))
              .toList();
      from.after.put(step, after);
    }
    return after;
  }

  /** Where a step leads that changes nothing that others see. */
  List<State> afterUnseen(State from, int step) {
    return after(from, step).stream().filter(s -> s.common().equals(from.common())).toList();
  }

  /** The states in which the thread has begun an operation: its first two steps. */
  List<State> begun(State from, int thread, String operation) {
    asked++;
    return oracle.successors(from.state, model.ask(thread, operation)).stream()
        .flatMap(s -> oracle.successors(s, model.begin(thread)).stream())
        .map(s -> state(oracle.successors(s, model.forget()).get(0)))
        .toList();
  }
}
