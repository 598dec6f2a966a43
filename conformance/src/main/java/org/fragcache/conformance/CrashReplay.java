package org.fragcache.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.fragcache.spec.graph.EdgeCover;
import org.fragcache.spec.graph.StateGraph;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaState;
import org.jspecify.annotations.Nullable;

/**
 * Crashes a subject in every state of a graph, after every edge, and before every sync within a
 * call, and recovers from what each crash may leave. It must be where the specification's {@code
 * Crash} leads from that state; within a call, from the state before it or after it.
 */
final class CrashReplay {
  /** The specification's step that loses what is not durable. */
  static final String CRASH = "Crash";

  private static final long SECONDS = 20;
  private static final int TICKS = 0x3FF;
  private static final String AFTER = "crash after";
  private static final String WITHIN = "crash before a sync within";

  private final ReplayModel model;
  private final StateGraph graph;
  private final CrashSubject subject;
  private final Subject.Bound[] bound;
  private final int[] afterCrash;
  private final int[] history;
  private final BitSet visited = new BitSet();
  private final BitSet reproduced = new BitSet();
  private int made;
  private long points;
  private long sampled;
  private long recoveries;
  private long lost;
  private long kept;
  private @Nullable CrashDifference found;

  CrashReplay(ReplayModel model, StateGraph graph, EdgeCover cover, CrashSubject subject) {
    this.model = model;
    this.graph = graph;
    this.subject = subject;
    this.bound = model.alphabet().stream().map(subject::bind).toArray(Subject.Bound[]::new);
    this.history = new int[cover.traces().stream().mapToInt(t -> t.length).max().orElse(0) + 1];
    int crash = model.alphabet().indexOf(Call.of(CRASH));
    this.afterCrash = new int[graph.states()];
    Arrays.setAll(afterCrash, s -> graph.target(graph.edge(s, crash)));
  }

  /** Walks the cover to its end or to the first difference. */
  CrashReport walk(EdgeCover cover, Ticker ticker) {
    long start = System.nanoTime();
    BitSet taken = new BitSet();
    long steps = 0;
    for (int[] trace : cover.traces()) {
      restart();
      for (int i = 0; i < trace.length && found == null; i++) {
        int edge = trace[i];
        boolean isNew = !taken.get(edge);
        taken.set(edge);
        step(graph.source(edge), graph.call(edge), isNew);
        if (isNew && found == null) {
          visit(graph.target(edge));
        }
        if ((++steps & TICKS) == 0) {
          ticker.tick(model.name(), "steps with crashes", steps, cover.steps());
        }
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    int crashStates = (int) Arrays.stream(afterCrash).distinct().count();
    return new CrashReport(
        crashStates,
        reproduced.cardinality(),
        points,
        sampled,
        recoveries,
        lost,
        kept,
        seconds,
        found == null ? Optional.empty() : Optional.of(shortened(found)));
  }

  private void restart() {
    subject.beforeSync(() -> {});
    subject.reset();
    made = 0;
    visit(0);
  }

  /** Makes a call; if it is watched, with crashes within it. */
  private int step(int source, int call, boolean watched) {
    int edge = graph.edge(source, call);
    int target = edge < 0 ? source : graph.target(edge);
    history[made++] = call;
    subject.beforeSync(() -> crash(watched ? CrashReport.MOST : 0, source, target, WITHIN));
    try {
      bound[call].apply();
      if (!subject.isIn(graph.encoding(target))) {
        differs("no crash, state after", target, subject.observe());
      }
    } catch (RuntimeException e) {
      fails("no crash, exception from", e);
    }
    subject.beforeSync(() -> {});
    return target;
  }

  /**
   * Crashes in a state that was reached by a new edge. If it is new itself, also within calls that
   * lead from it to itself, such as an fsync of what is clean.
   */
  private void visit(int state) {
    boolean isNew = !visited.get(state);
    visited.set(state);
    crash(isNew ? CrashReport.MOST : CrashReport.FEW, state, state, AFTER);
    for (int e = graph.firstEdge(state); isNew && e < graph.endEdge(state); e++) {
      if (!graph.changesState(e) && found == null) {
        step(state, graph.call(e), true);
        made--;
      }
    }
  }

  private void crash(int most, int source, int target, String where) {
    if (found != null || most == 0) {
      return;
    }
    points++;
    try {
      long images = subject.crashes(most, state -> judge(state, source, target, where));
      sampled += most == CrashReport.MOST && images > most ? 1 : 0;
    } catch (RuntimeException e) {
      fails(where, e);
    }
  }

  private void judge(byte[] state, int source, int target, String where) {
    recoveries++;
    int without = afterCrash[source];
    int with = afterCrash[target];
    if (Arrays.equals(state, graph.encoding(without))) {
      reproduced.set(without);
      lost++;
    } else if (Arrays.equals(state, graph.encoding(with))) {
      reproduced.set(with);
      kept++;
    } else {
      differs(where, with, state);
    }
  }

  private void differs(String where, int expected, byte[] state) {
    if (found == null) {
      TlaState spec = TlaState.parse(text(graph.encoding(expected)));
      found = difference(where, spec.diff(TlaState.parse(text(state))), "");
    }
  }

  private void fails(String where, RuntimeException e) {
    if (found == null) {
      found = difference(where, List.of(), e.toString());
    }
  }

  private CrashDifference difference(String where, List<TlaState.Change> changes, String failure) {
    List<Call> calls = Arrays.stream(history, 0, made).mapToObj(model.alphabet()::get).toList();
    return new CrashDifference(model.name(), subject.name(), calls, where, changes, failure);
  }

  private static String text(byte[] encoding) {
    return new String(encoding, StandardCharsets.US_ASCII);
  }

  /** Leaves out calls, in ever smaller pieces, as long as a difference remains. */
  private CrashDifference shortened(CrashDifference first) {
    CrashDifference best = first;
    int[] calls = Arrays.copyOf(history, made);
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    for (int size = calls.length / 2; size >= 1; size /= 2) {
      int at = 0;
      while (at + size <= calls.length && System.nanoTime() < end) {
        int[] fewer = new int[calls.length - size];
        System.arraycopy(calls, 0, fewer, 0, at);
        System.arraycopy(calls, at + size, fewer, at, fewer.length - at);
        found = null;
        attempt(fewer);
        if (found == null) {
          at += size;
        } else {
          best = found;
          calls = Arrays.copyOf(history, made);
        }
      }
    }
    return best;
  }

  private void attempt(int[] calls) {
    visited.clear();
    restart();
    int state = 0;
    for (int i = 0; i < calls.length && found == null; i++) {
      state = step(state, calls[i], true);
      crash(CrashReport.MOST, state, state, AFTER);
    }
  }
}
