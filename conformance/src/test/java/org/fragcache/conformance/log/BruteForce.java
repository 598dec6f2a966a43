package org.fragcache.conformance.log;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.OracleState;

/**
 * The definition, for short logs: every order of the calls that keeps the log's order is tried,
 * from its first call on, with all states that it can lead to. It shares nothing with the validator
 * but the oracle.
 */
final class BruteForce {
  private final LogModel model;
  private final List<Interval> calls = new ArrayList<>();

  private record Interval(Call call, int start, int end, String result) {}

  private BruteForce(LogModel model, List<Event> events) {
    this.model = model;
    for (int i = 0; i < events.size(); i++) {
      Event start = events.get(i);
      if (start.kind() == Event.Kind.START) {
        int end = i + 1;
        while (end < events.size()
            && !(events.get(end).kind() == Event.Kind.END
                && events.get(end).thread() == start.thread())) {
          end++;
        }
        String result = end < events.size() ? events.get(end).result() : "";
        calls.add(new Interval(start.call(), i, end, result));
      }
    }
  }

  /** Whether a well-formed log is a behaviour. */
  static boolean isBehaviour(LogModel model, List<Event> events) {
    BruteForce all = new BruteForce(model, events);
    return all.orders(all.hidden(Set.of(model.initial())), new HashSet<>(all.calls));
  }

  private boolean orders(Set<OracleState> states, Set<Interval> left) {
    if (left.stream().allMatch(call -> call.result.isEmpty())) {
      return true; // what has not ended need not have had its effect
    }
    for (Interval next : left) {
      if (left.stream().allMatch(other -> other.end > next.start)) {
        Set<OracleState> after = after(states, next);
        Set<Interval> rest = new HashSet<>(left);
        rest.remove(next);
        if (!after.isEmpty() && orders(after, rest)) {
          return true;
        }
      }
    }
    return false;
  }

  private Set<OracleState> after(Set<OracleState> states, Interval call) {
    Oracle oracle = model.replay().oracle();
    int number = oracle.callIndex(call.call);
    Set<OracleState> after = new HashSet<>();
    for (OracleState state : states) {
      String outcome = model.replay().outcome(state, number, true);
      if (call.result.isEmpty() || call.result.equals(outcome)) {
        List<OracleState> next = oracle.successors(state, number);
        after.addAll(model.replay().completes(outcome) ? next : List.of(state));
      }
    }
    return hidden(after);
  }

  /** With all that FileView's Hidden leads to. */
  private Set<OracleState> hidden(Set<OracleState> states) {
    Oracle oracle = model.replay().oracle();
    int unseen = oracle.callIndex(Call.of("Unseen"));
    Set<OracleState> all = new HashSet<>(states);
    List<OracleState> open = new ArrayList<>(states);
    while (!open.isEmpty()) {
      for (OracleState next : oracle.successors(open.remove(0), unseen)) {
        if (all.add(next)) {
          open.add(next);
        }
      }
    }
    return all;
  }
}
