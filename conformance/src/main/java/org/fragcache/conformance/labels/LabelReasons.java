package org.fragcache.conformance.labels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fragcache.conformance.labels.Frontier.Possibility;
import org.fragcache.conformance.labels.LabelEvent.Kind;
import org.fragcache.conformance.labels.LabelRejection.Candidate;
import org.fragcache.conformance.labels.States.State;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.value.TlaState;
import org.fragcache.spec.value.TlaValue;
import org.jspecify.annotations.Nullable;

/** Finds, for an event that nothing explains, why each step that could come next cannot. */
final class LabelReasons {
  private static final int MOST_POSSIBILITIES = 20;
  private static final int MOST_CANDIDATES = 60;
  private static final String GHOST = "aux_";

  private final LabelModel model;
  private final States states;
  private final Frontier frontier;
  private final LabelEvent event;

  private LabelReasons(LabelModel model, States states, Frontier frontier, LabelEvent event) {
    this.model = model;
    this.states = states;
    this.frontier = frontier;
    this.event = event;
  }

  static LabelRejection of(
      LabelModel model, States states, Frontier frontier, LabelLog log, int index) {
    LabelEvent event = log.events().get(index);
    LabelReasons reasons = new LabelReasons(model, states, frontier, event);
    return new LabelRejection(
        log.header(),
        index,
        event,
        log.events().size(),
        frontier.possibilities().stream()
            .limit(MOST_POSSIBILITIES)
            .map(p -> reasons.possibility(p, log.header().threads()))
            .toList(),
        frontier.possibilities().size());
  }

  private LabelRejection.Possibility possibility(Possibility from, int threads) {
    List<String> where = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      LabelEvent next = frontier.next(from, t);
      where.add(
          "thread %d is at %s; %s"
              .formatted(
                  t,
                  from.state().at(t),
                  next == null
                      ? "the log has no more of it"
                      : "the log has line %d: %s"
                          .formatted(LabelLog.line(frontier.nextIndex(from, t)), next.shown())));
    }
    Map<Possibility, List<String>> paths = new HashMap<>();
    paths.put(from, List.of());
    Set<Candidate> candidates = new LinkedHashSet<>();
    Set<Possibility> visited = new LinkedHashSet<>();
    visited.add(from);
    frontier.search(
        from,
        p -> false,
        new LinkedHashSet<>(),
        new Frontier.Visit(
            p -> {},
            (p, q) -> {
              visited.add(q);
              paths.put(q, extended(paths.getOrDefault(p, List.of()), p, q, threads));
            }));
    for (Possibility p : visited) {
      for (int t = 0; t < threads && candidates.size() < MOST_CANDIDATES; t++) {
        Candidate refused = refused(p, t, paths.getOrDefault(p, List.of()));
        if (refused != null) {
          candidates.add(refused);
        }
      }
    }
    List<Candidate> ordered = new ArrayList<>(candidates);
    ordered.sort(Comparator.comparing(c -> c.thread() != event.thread())); // stable
    return new LabelRejection.Possibility(changed(from.state().state()), where, ordered);
  }

  private List<String> extended(List<String> path, Possibility p, Possibility q, int threads) {
    List<String> longer = new ArrayList<>(path);
    for (int t = 0; t < threads; t++) {
      if (!p.state().at(t).equals(q.state().at(t)) || p.hasTold(t) != q.hasTold(t)) {
        longer.add(p.state().at(t) + " (thread " + t + ")");
        break;
      }
    }
    return longer;
  }

  /** Why a thread cannot go on there; null if it can, or need not. */
  private @Nullable Candidate refused(Possibility p, int thread, List<String> after) {
    LabelEvent next = frontier.next(p, thread);
    boolean returns = thread == event.thread() && event.kind() == Kind.END && p.hasTold(thread);
    if (next == null || !(returns || frontier.mayTake(p, thread, next))) {
      return null;
    }
    String reason = reason(p.state(), thread, next, frontier.afterNext(p, thread));
    return reason == null
        ? null
        : new Candidate(
            after,
            thread,
            LabelLog.line(frontier.nextIndex(p, thread)),
            next.kind() == Kind.END ? "return of " + next.text() : next.text(),
            reason);
  }

  private @Nullable String reason(
      State state, int thread, LabelEvent next, @Nullable LabelEvent then) {
    String at = state.at(thread);
    String t = name(thread);
    boolean isThere = next.kind() == Kind.END ? at.equals("Return") : at.equals(next.text());
    if (!isThere) {
      return Differences.UNTOLD.containsKey(at)
          ? untold(state, thread, at, next)
          : explained(state, next.kind() == Kind.END ? "Return" : next.text(), t);
    }
    if (next.kind() == Kind.END) {
      return state.result(thread).equals(next.text())
          ? null
          : "result[%s] = %s is FALSE: result[%s] = %s"
              .formatted(t, next.text(), t, state.result(thread));
    }
    List<State> targets = frontier.taken(state, thread);
    return targets.isEmpty()
        ? explained(state, state.step(thread), t)
        : elsewhere(targets, thread, then);
  }

  /** Why the specification's own step, which the thread has not told, does not do. */
  private @Nullable String untold(State state, int thread, String at, LabelEvent next) {
    List<State> targets = frontier.untold(state, thread);
    if (!targets.isEmpty()) {
      return elsewhere(targets, thread, next);
    }
    return states.after(state, model.step(thread, state.step(thread))).isEmpty()
        ? explained(state, state.step(thread), name(thread))
        : "InCommon' = InCommon is FALSE (in " + at + ", which the thread has not told)";
  }

  /** What is wrong with where a step leads; null if nothing is. */
  private @Nullable String elsewhere(List<State> targets, int thread, @Nullable LabelEvent then) {
    if (then == null || targets.stream().anyMatch(s -> frontier.fits(s, thread, then))) {
      return null;
    }
    State target = targets.get(0);
    return "it leads to pc[%s] = \"%s\"%s, and the log has: %s"
        .formatted(
            name(thread),
            target.at(thread),
            target.at(thread).equals("Return") ? ", result " + target.result(thread) : "",
            then.shown());
  }

  private String name(int thread) {
    return "\"" + model.threads().get(thread) + "\"";
  }

  private String explained(State state, String label, String thread) {
    return model
        .oracle()
        .explain(state.state(), Call.of(label, thread))
        .map(Object::toString)
        .orElse(label + "(" + thread + ")");
  }

  private String changed(OracleState state) {
    Map<String, TlaValue> initial = TlaState.parse(model.initial().toString()).variables();
    StringBuilder out = new StringBuilder();
    TlaState.parse(state.toString())
        .variables()
        .forEach(
            (name, value) -> {
              TlaValue before = initial.get(name);
              if (!name.startsWith(GHOST) && before != null && !value.equals(before)) {
                changed(name, before, value, out);
              }
            });
    return out.isEmpty() ? "the initial state\n" : out.toString();
  }

  /** Of a function only the arguments whose values are not as they were. */
  private static void changed(String name, TlaValue before, TlaValue value, StringBuilder out) {
    if (!(before instanceof TlaValue.Fcn && value instanceof TlaValue.Fcn)
        || !before.entries().keySet().equals(value.entries().keySet())) {
      out.append(name).append('=').append(value).append('\n');
      return;
    }
    value
        .entries()
        .forEach(
            (key, at) -> {
              if (!at.equals(before.at(key))) {
                out.append(name).append('[').append(key).append("]=").append(at).append('\n');
              }
            });
  }
}
