package org.fragcache.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.fragcache.spec.graph.EdgeCover;
import org.fragcache.spec.graph.StateGraph;

/**
 * Takes every state-changing edge of a graph on a subject, and in every state makes every call that
 * must change nothing. Outcome and whole state are compared after each.
 */
final class Replay {
  private static final int TICKS = 0x3FFF;

  /** Is told where the subject is, after each step and after the calls that changed nothing. */
  interface Arrivals {
    /** Nobody. */
    Arrivals NONE = state -> true;

    /** The subject is in a state; whether to go on. */
    boolean arrived(int state);
  }

  private final ReplayModel model;
  private final StateGraph graph;
  private final OutcomeTable outcomes;
  private final Subject subject;
  private final Arrivals arrivals;
  private final List<Subject.Bound> bound = new ArrayList<>();
  private final BitSet taken;
  private final BitSet visited;
  private int[] history = new int[1024];
  private int made;
  private long steps;
  private long probes;

  Replay(
      ReplayModel model,
      StateGraph graph,
      OutcomeTable outcomes,
      Subject subject,
      Arrivals arrivals) {
    this.model = model;
    this.graph = graph;
    this.outcomes = outcomes;
    this.subject = subject;
    this.arrivals = arrivals;
    this.taken = new BitSet(graph.edges());
    this.visited = new BitSet(graph.states());
    model.alphabet().forEach(call -> bound.add(subject.bind(call)));
  }

  /** Walks the cover to its end, or to the first difference or as told; whether not to its end. */
  boolean walk(EdgeCover cover, Ticker ticker) {
    for (int[] trace : cover.traces()) {
      restart();
      if (!subject.isIn(graph.encoding(0)) || !visit(0)) {
        return true;
      }
      for (int edge : trace) {
        if (!agrees(graph.source(edge), graph.call(edge), graph.target(edge))) {
          return true;
        }
        taken.set(edge);
        steps++;
        if ((steps & TICKS) == 0) {
          ticker.tick(model.name(), "steps", steps, cover.steps());
        }
        if (!visit(graph.target(edge))) {
          return true;
        }
      }
      if (!subject.finalCheck().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Makes each call that must leave the state alone, once for each state; whether all agree. */
  private boolean visit(int state) {
    if (!arrivals.arrived(state)) {
      return false;
    }
    if (visited.get(state)) {
      return true;
    }
    visited.set(state);
    if (!subject.selfCheck().isEmpty()) {
      return false;
    }
    for (int c = 0; c < bound.size(); c++) {
      int edge = graph.edge(state, c);
      if (edge >= 0 && graph.changesState(edge)) {
        continue;
      }
      probes++;
      if (!agrees(state, c, state)) {
        return false;
      }
    }
    return arrivals.arrived(state) && subject.finalCheck().isEmpty();
  }

  /** Makes a call in {@code state}, in which the subject is, and compares. */
  boolean agrees(int state, int call, int target) {
    if (made == history.length) {
      history = Arrays.copyOf(history, 2 * made);
    }
    history[made++] = call;
    try {
      return bound.get(call).apply().equals(outcomes.get(state, call))
          && subject.isIn(graph.encoding(target));
    } catch (SubjectFailedException e) {
      throw e;
    } catch (RuntimeException e) {
      return false; // the difference is told when the sequence is taken again
    }
  }

  /** Takes the shortest path to a state, from a reset. False if it does not agree all along. */
  boolean goTo(int state) {
    restart();
    for (int edge : graph.pathTo(state)) {
      if (!agrees(graph.source(edge), graph.call(edge), graph.target(edge))) {
        return false;
      }
    }
    return true;
  }

  private void restart() {
    subject.reset();
    made = 0;
  }

  /** The calls made since the last reset, as indices into the alphabet. */
  int[] history() {
    return Arrays.copyOf(history, made);
  }

  /** State-changing edges taken, each counted once. */
  int takenChanging() {
    return (int) taken.stream().filter(graph::changesState).count();
  }

  /** Steps walked, probes not counted. */
  long steps() {
    return steps;
  }

  /** Calls made that must change nothing. */
  long probes() {
    return probes;
  }
}
