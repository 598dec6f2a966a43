package org.fragcache.conformance.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.fragcache.conformance.ReplayModel;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.OracleState;

/**
 * What the specification says of a call in a state, asked once: how it ends, and which states it
 * can lead to. States have numbers; 0 is the initial one. Not thread safe.
 */
final class Effects {
  private final ReplayModel model;
  private final int[] steps;
  private final List<OracleState> states = new ArrayList<>();
  private final Map<OracleState, Integer> numbers = new HashMap<>();
  private final List<Map<Integer, String>> outcomes = new ArrayList<>();
  private final List<Map<Integer, List<Integer>>> after = new ArrayList<>();
  private final List<int[]> unseen = new ArrayList<>();
  private long asked;

  Effects(LogModel model) {
    this.model = model.replay();
    this.steps =
        IntStream.range(0, this.model.alphabet().size())
            .filter(c -> !this.model.isCall(c))
            .toArray();
    number(model.initial());
  }

  private int number(OracleState state) {
    Integer known = numbers.get(state);
    if (known != null) {
      return known;
    }
    numbers.put(state, states.size());
    states.add(state);
    outcomes.add(new HashMap<>());
    after.add(new HashMap<>());
    unseen.add(new int[0]);
    return states.size() - 1;
  }

  OracleState state(int number) {
    return states.get(number);
  }

  /** How many states are known. */
  int states() {
    return states.size();
  }

  /** How often the specification was asked of a call in a state. */
  long asked() {
    return asked;
  }

  /** How a call ends. */
  String outcome(int state, int call) {
    return outcomes
        .get(state)
        .computeIfAbsent(
            call,
            c -> {
              asked++;
              return model.outcome(states.get(state), c, true);
            });
  }

  /** The states that a call can lead to, the same state if it has no effect; never empty. */
  List<Integer> after(int state, int call) {
    List<Integer> known = after.get(state).get(call);
    if (known == null) {
      known = ask(state, call);
      after.get(state).put(call, known);
    }
    return known;
  }

  private List<Integer> ask(int number, int call) {
    OracleState state = states.get(number);
    String outcome = outcome(number, call);
    List<OracleState> successors = model.oracle().successors(state, call);
    if (model.completes(outcome) == successors.isEmpty()) {
      Call which = model.alphabet().get(call);
      throw new UsageException(
          model.name()
              + ": "
              + which
              + " ends in "
              + outcome
              + " and has "
              + successors.size()
              + " steps in "
              + state.toString().replace('\n', ' ')
              + "; expected steps exactly if it completes");
    }
    return successors.isEmpty()
        ? List.of(number)
        : successors.stream().map(this::number).distinct().toList();
  }

  /** The state itself, first, and all that steps which are no calls lead to. */
  int[] unseen(int state) {
    if (unseen.get(state).length == 0) {
      unseen.set(state, reachUnseen(state));
    }
    return unseen.get(state);
  }

  private int[] reachUnseen(int from) {
    TreeSet<Integer> found = new TreeSet<>(List.of(from));
    Deque<Integer> open = new ArrayDeque<>(found);
    while (!open.isEmpty()) {
      OracleState state = states.get(open.remove());
      for (int step : steps) {
        for (OracleState next : model.oracle().successors(state, step)) {
          int number = number(next);
          if (found.add(number)) {
            open.add(number);
          }
        }
      }
    }
    found.remove(from);
    int[] reached = new int[found.size() + 1];
    reached[0] = from;
    int n = 1;
    for (int number : found) {
      reached[n++] = number;
    }
    return reached;
  }
}
