package org.fragcache.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.fragcache.spec.graph.EdgeCover;
import org.fragcache.spec.graph.StateGraph;
import org.fragcache.spec.oracle.Call;

/**
 * Crashes a subject in every state of a graph, after every edge, and before every sync within a
 * call, up to the first difference.
 */
final class CrashReplay {
  /** The specification's step that loses what is not durable. */
  static final String CRASH = "Crash";

  private static final int TICKS = 0x3FF;

  private final ReplayModel model;
  private final StateGraph graph;
  private final CrashSubject subject;
  private final Subject.Bound[] bound;
  private final int[] afterCrash;
  private final BitSet visited = new BitSet();
  private final Crasher<Integer> crasher;

  CrashReplay(ReplayModel model, StateGraph graph, CrashSubject subject) {
    this.model = model;
    this.graph = graph;
    this.subject = subject;
    this.bound = model.alphabet().stream().map(subject::bind).toArray(Subject.Bound[]::new);
    int crash = model.alphabet().indexOf(Call.of(CRASH));
    this.afterCrash = new int[graph.states()];
    Arrays.setAll(afterCrash, s -> graph.target(graph.edge(s, crash)));
    this.crasher = new Crasher<>(model, subject, graph::encoding, s -> afterCrash[s]);
  }

  /** Walks the cover to its end or to the first difference, which is then shortened. */
  CrashReport walk(EdgeCover cover, Ticker ticker) {
    long start = System.nanoTime();
    Optional<CrashDifference> difference = take(cover, ticker);
    double seconds = (System.nanoTime() - start) / 1e9;
    int crashStates = (int) Arrays.stream(afterCrash).distinct().count();
    return crasher.report(crashStates, seconds, difference);
  }

  private Optional<CrashDifference> take(EdgeCover cover, Ticker ticker) {
    BitSet taken = new BitSet();
    long steps = 0;
    for (int[] trace : cover.traces()) {
      int source = 0;
      int made = 0; // calls when the subject was last there
      crasher.restart();
      visit(0);
      for (int i = 0; i < trace.length && crasher.found().isEmpty(); i++) {
        int edge = trace[i];
        boolean isNew = !taken.get(edge);
        taken.set(edge);
        source = graph.source(edge);
        made = crasher.made();
        step(source, graph.call(edge), graph.target(edge), isNew);
        if (isNew) {
          visit(graph.target(edge));
        }
        if ((++steps & TICKS) == 0) {
          ticker.tick(model.name(), "steps with crashes", steps, cover.steps());
        }
      }
      if (crasher.found().isPresent()) {
        return Optional.of(shortened(crasher.found().get(), source, made));
      }
    }
    return Optional.empty();
  }

  private void step(int source, int call, int target, boolean watched) {
    int most = watched ? CrashReport.MOST : 0;
    crasher.step(model.alphabet().get(call), bound[call], source, target, most);
  }

  /**
   * Crashes in a state that was reached by a new edge. If it is new itself, also within calls that
   * lead from it to itself, such as an fsync of what is clean.
   */
  private void visit(int state) {
    boolean isNew = !visited.get(state);
    visited.set(state);
    crasher.crash(state, isNew ? CrashReport.MOST : CrashReport.FEW);
    for (int e = graph.firstEdge(state); isNew && e < graph.endEdge(state); e++) {
      if (!graph.changesState(e) && crasher.found().isEmpty()) {
        step(state, graph.call(e), state, true);
      }
    }
  }

  /**
   * Of the shortest path to the state from which the last edge led, and what was called from there
   * on; if nothing differs that way, of all calls since the reset.
   */
  private CrashDifference shortened(CrashDifference found, int source, int made) {
    List<Call> direct = new ArrayList<>();
    for (int c : graph.callsTo(source)) {
      direct.add(model.alphabet().get(c));
    }
    direct.addAll(found.calls().subList(made, found.calls().size()));
    CrashDifference start = CrashStepper.run(model, subject, direct).orElse(found);
    return Shortening.shorten(
        start, CrashDifference::calls, calls -> CrashStepper.run(model, subject, calls));
  }
}
