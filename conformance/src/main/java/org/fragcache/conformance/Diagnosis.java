package org.fragcache.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fragcache.spec.graph.StateGraph;
import org.fragcache.spec.oracle.Call;

/** Finds the shortest sequence of calls that shows a difference. */
final class Diagnosis {
  private static final long SECONDS = 30;

  private final ReplayModel model;
  private final StateGraph graph;
  private final Replay replay;
  private final Subject subject;

  Diagnosis(ReplayModel model, StateGraph graph, Replay replay, Subject subject) {
    this.model = model;
    this.graph = graph;
    this.replay = replay;
    this.subject = subject;
  }

  /**
   * Takes the states in breadth-first order, each by its shortest path, and every call in each: so
   * the first difference met is a shortest one. If none shows within some time, the difference
   * hangs on what happened before, beyond the state that the specification sees; then the walk
   * itself is taken again and shortened by leaving out calls.
   *
   * @param history the calls of the walk that met a difference
   * @return empty only if the graph is incomplete and no difference shows in what is known of it
   */
  Optional<Difference> shortest(int[] history) {
    Optional<Difference> atStart = new Stepper(model, subject).compareInitial();
    if (atStart.isPresent()) {
      return atStart;
    }
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    for (int s = 0; s < graph.expanded() && System.nanoTime() < end; s++) {
      Optional<Difference> difference = inState(s);
      if (difference.isPresent()) {
        return difference.map(d -> minimise(model, subject, d));
      }
    }
    return history.length == 0 || !graph.complete()
        ? Optional.empty()
        : Optional.of(fromHistory(history));
  }

  private Optional<Difference> inState(int state) {
    if (!replay.goTo(state) || !subject.selfCheck().isEmpty()) {
      return confirm(state, -1);
    }
    for (int c = 0; c < model.alphabet().size(); c++) {
      int edge = graph.edge(state, c);
      boolean changes = edge >= 0 && graph.changesState(edge);
      boolean agrees = replay.agrees(state, c, changes ? graph.target(edge) : state);
      if (!agrees) {
        Optional<Difference> difference = confirm(state, c);
        if (difference.isPresent()) {
          return difference;
        }
      }
      if ((changes || !agrees) && !replay.goTo(state)) {
        return confirm(state, -1);
      }
    }
    return subject.finalCheck().isEmpty() ? Optional.empty() : confirm(state, -1);
  }

  /** Takes the path and the call again, explaining. */
  private Optional<Difference> confirm(int state, int call) {
    List<Call> calls = new ArrayList<>();
    for (int c : graph.callsTo(state)) {
      calls.add(model.alphabet().get(c));
    }
    if (call >= 0) {
      calls.add(model.alphabet().get(call));
    }
    return Stepper.run(model, subject, calls);
  }

  private Difference fromHistory(int[] history) {
    List<Call> calls = new ArrayList<>();
    for (int c : history) {
      calls.add(model.alphabet().get(c));
    }
    return minimise(
        model,
        subject,
        Stepper.run(model, subject, calls)
            .orElseThrow(
                () ->
                    new SubjectFailedException(
                        model.name()
                            + " and "
                            + subject.name()
                            + " differed after "
                            + calls.size()
                            + " calls, and did not when these were made again; expected a"
                            + " subject that does the same after every reset")));
  }

  /** The same difference, or another, after fewer calls. */
  static Difference minimise(ReplayModel model, Subject subject, Difference found) {
    return Shortening.shorten(
        found, Difference::calls, calls -> Stepper.run(model, subject, calls));
  }
}
