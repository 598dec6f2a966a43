package org.fragcache.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.graph.StateGraph;
import org.fragcache.spec.oracle.OracleState;

/** What every call must return in every state of a graph, as the specification says. */
final class OutcomeTable {
  private static final int PER_TASK = 128;

  /** For each state, for each call, an index into {@link #distinct}. */
  private final byte[][] index;

  private final List<String> distinct = new ArrayList<>();
  private final Map<String, Integer> known = new HashMap<>();

  private OutcomeTable(int states) {
    this.index = new byte[states][];
  }

  /** Evaluates {@code Outcome} for every state and call, with {@code threads} threads. */
  static OutcomeTable of(ReplayModel model, StateGraph graph, int threads, Ticker ticker) {
    OutcomeTable table = new OutcomeTable(graph.expanded());
    ExecutorService pool = Executors.newFixedThreadPool(threads, Ticker::daemon);
    try {
      List<Future<Integer>> tasks = new ArrayList<>();
      for (int from = 0; from < graph.expanded(); from += PER_TASK) {
        int first = from;
        int end = Math.min(from + PER_TASK, graph.expanded());
        Callable<Integer> task = () -> table.fill(model, graph, first, end);
        tasks.add(pool.submit(task));
      }
      int done = 0;
      for (Future<Integer> task : tasks) {
        done += task.get();
        ticker.tick(model.name(), "outcomes", done, graph.expanded());
      }
      return table;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.util.concurrent.CancellationException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("outcomes of " + model.name(), e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private int fill(ReplayModel model, StateGraph graph, int from, int end) {
    int calls = model.alphabet().size();
    for (int s = from; s < end; s++) {
      OracleState state = model.oracle().parse(graph.encoding(s));
      byte[] row = new byte[calls];
      for (int c = 0; c < calls; c++) {
        boolean enabled = graph.edge(s, c) >= 0;
        String outcome = model.outcome(state, c, enabled);
        if (model.isCall(c) && enabled != model.completes(outcome)) {
          throw new UsageException(
              model.name()
                  + ": Outcome of "
                  + model.alphabet().get(c)
                  + " is "
                  + outcome
                  + ", but Next has "
                  + (enabled ? "a step" : "no step")
                  + " for it, in "
                  + graph.describe(s));
        }
        row[c] = (byte) number(outcome);
      }
      index[s] = row;
    }
    return end - from;
  }

  private synchronized int number(String outcome) {
    return known.computeIfAbsent(
        outcome,
        o -> {
          if (distinct.size() > Byte.MAX_VALUE) {
            throw new IllegalStateException("more than " + distinct.size() + " distinct outcomes");
          }
          distinct.add(o);
          return distinct.size() - 1;
        });
  }

  /** What call {@code call} must return in state {@code state}. */
  String get(int state, int call) {
    return distinct.get(index[state][call]);
  }
}
