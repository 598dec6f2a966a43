package org.fragcache.conformance.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.Explanation;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.oracle.Step;
import org.fragcache.spec.value.TlaState;
import org.jspecify.annotations.Nullable;

/**
 * Why a trace is no behaviour: the first state that cannot come where it comes.
 *
 * @param state its index; of the last state, if what cannot be is the step back to the loop
 * @param loop index of the state that the loop goes back to, if that is the step; else -1
 * @param call the call that the trace names for the step, if it names one
 * @param guard if that call cannot happen there, the first conjunct that does not hold; else ""
 * @param instead another call that does lead there, if the trace names one that does not
 * @param nearest what the specification allows and differs least
 */
public record TraceRejection(
    int state,
    int loop,
    Optional<Call> call,
    String guard,
    Optional<Call> instead,
    List<Nearest> nearest) {
  private static final int MOST = 3;

  /**
   * A state that is allowed.
   *
   * @param call that leads to it; "" for an initial state
   * @param changes how the trace's state differs from it: before is the specification's value
   * @param reason the first conjunct of the call that the trace's step does not satisfy, or ""
   */
  public record Nearest(String call, List<TlaState.Change> changes, String reason) {
    /** Copies the list. */
    public Nearest {
      changes = List.copyOf(changes);
    }
  }

  /** Copies the list. */
  public TraceRejection {
    nearest = List.copyOf(nearest);
  }

  static TraceRejection ofInitial(TraceModel model, OracleState found) {
    TlaState trace = TraceModel.state(found);
    List<Nearest> nearest =
        model.initial().stream()
            .map(state -> new Nearest("", TraceModel.state(state).diff(trace), ""))
            .sorted(Comparator.comparingInt(n -> n.changes().size()))
            .limit(MOST)
            .toList();
    return new TraceRejection(0, -1, Optional.empty(), "", Optional.empty(), nearest);
  }

  /**
   * @param index of the state that is told
   * @param to index of the state that was to be reached
   */
  static TraceRejection ofStep(
      TraceModel model,
      int index,
      int to,
      OracleState before,
      OracleState after,
      Optional<Call> call) {
    Oracle oracle = model.oracle();
    List<Step> steps = new ArrayList<>();
    String guard = "";
    Optional<Call> instead = Optional.empty();
    if (call.isPresent()) {
      int number = oracle.callIndex(call.get());
      oracle.successors(before, number).forEach(target -> steps.add(new Step(number, target)));
      if (steps.isEmpty()) {
        guard = oracle.explain(before, call.get()).map(Explanation::toString).orElse("");
      }
      instead = new Steps(oracle).between(before, after, "");
    }
    if (steps.isEmpty()) {
      steps.addAll(oracle.successors(before));
    }
    TlaState trace = TraceModel.state(after);
    record Candidate(Step step, List<TlaState.Change> changes) {}
    List<Nearest> nearest =
        steps.stream()
            .map(s -> new Candidate(s, TraceModel.state(s.target()).diff(trace)))
            .filter(c -> !c.changes().isEmpty())
            .sorted(Comparator.comparingInt(c -> c.changes().size()))
            .limit(MOST)
            .map(
                c -> {
                  Call by = oracle.alphabet().get(c.step().call());
                  String reason =
                      oracle
                          .explain(before, by, after.encoding())
                          .map(Explanation::toString)
                          .orElse("");
                  return new Nearest(by.toString(), c.changes(), reason);
                })
            .toList();
    return new TraceRejection(index, to == index ? -1 : to, call, guard, instead, nearest);
  }

  /** The whole of it, for a person. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("REJECTED at state ").append(state).append(": ");
    if (state == 0 && loop < 0) {
      out.append("it is no initial state\n");
    } else if (loop >= 0) {
      out.append("no step leads from it back to state ").append(loop).append('\n');
    } else if (call.isEmpty()) {
      out.append("no step leads from state ").append(state - 1).append(" to it\n");
    } else {
      out.append(call.get()).append(guard.isEmpty() ? " does not lead to it" : " cannot happen");
      out.append(" in state ").append(state - 1).append('\n');
    }
    if (!guard.isEmpty()) {
      out.append("  does not hold: ").append(guard).append('\n');
    }
    instead.ifPresent(c -> out.append("  what leads to it is ").append(c).append('\n'));
    for (Nearest near : nearest) {
      out.append("  nearest ").append(near.call().isEmpty() ? "of Init" : near.call()).append('\n');
      for (TlaState.Change change : near.changes()) {
        out.append("       ").append(change.path());
        out.append("\n         spec     ").append(text(change.before()));
        out.append("\n         trace    ").append(text(change.after())).append('\n');
      }
      if (!near.reason().isEmpty()) {
        out.append("     does not hold: ").append(near.reason()).append('\n');
      }
    }
    return out.toString();
  }

  /** A value, or that there is none. */
  public static String text(@Nullable Object value) {
    return value == null ? "(absent)" : value.toString();
  }
}
