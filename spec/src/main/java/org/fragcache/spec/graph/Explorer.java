package org.fragcache.spec.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fragcache.spec.oracle.Expansion;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.oracle.Step;
import org.jspecify.annotations.Nullable;

/**
 * Breadth-first search in rounds: the oldest unexpanded states are expanded by all threads, which
 * only read the index; then one thread numbers what is new, in the order of states and calls. So
 * the result does not depend on the number of threads.
 */
final class Explorer {
  private static final int ROUND = 4096;
  private static final int PER_TASK = 32;

  private final Oracle oracle;
  private final StateIndex index;
  private final Progress progress;

  /** States that are numbered but not expanded: the numbers are expanded up to index.size(). */
  private final Deque<OracleState> frontier = new ArrayDeque<>();

  final Result found = new Result();

  /** What the search found, in the order in which it did. */
  static final class Result {
    final Ints firstEdge = new Ints(1024);
    final Ints call = new Ints(8192);
    final Ints target = new Ints(8192);

    /** For each state the edge that found it, -1 for an initial state. */
    final Ints foundBy = new Ints(1024);

    final Ints level = new Ints(1024);
    long generated;

    /** How many states were expanded, -1 if all were. */
    int expanded = -1;
  }

  /** A state's steps, targets looked up as far as they were known when the round began. */
  private static final class Expanded {
    final Expansion expansion;

    /** Number of the target, or -1; then its encoding is there. */
    final int[] known;

    final byte[] @Nullable [] encodings;
    final long[] hashes;

    Expanded(Expansion expansion) {
      int n = expansion.steps().size();
      this.expansion = expansion;
      known = new int[n];
      encodings = new byte[n][];
      hashes = new long[n];
    }
  }

  Explorer(Oracle oracle, StateIndex index, Progress progress) {
    this.oracle = oracle;
    this.index = index;
    this.progress = progress;
  }

  void run(int threads, int maxStates) {
    for (OracleState s : oracle.initialStates()) {
      byte[] encoding = s.encoding();
      number(s, encoding, index.hash(encoding), -1, 1);
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads, Explorer::daemon);
    try {
      while (!frontier.isEmpty() && index.size() <= maxStates) {
        round(pool);
      }
    } finally {
      pool.shutdownNow();
    }
    found.expanded = found.firstEdge.size();
    for (int s = found.expanded; s <= index.size(); s++) {
      found.firstEdge.add(found.call.size()); // a state that was not expanded has no edges
    }
  }

  private static Thread daemon(Runnable task) {
    Thread t = new Thread(task, "explore");
    t.setDaemon(true);
    return t;
  }

  private void round(ExecutorService pool) {
    List<Callable<List<Expanded>>> tasks = new ArrayList<>();
    int n = Math.min(ROUND, frontier.size());
    for (int i = 0; i < n; i += PER_TASK) {
      List<OracleState> part = new ArrayList<>(PER_TASK);
      for (int j = i; j < Math.min(n, i + PER_TASK); j++) {
        part.add(frontier.removeFirst());
      }
      tasks.add(() -> part.stream().map(this::expand).toList());
    }
    try {
      for (Future<List<Expanded>> done : pool.invokeAll(tasks)) {
        for (Expanded e : done.get()) {
          merge(e);
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException r) {
        throw r;
      } else if (e.getCause() instanceof Error r) {
        throw r;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while exploring", e);
    }
    int expanded = found.firstEdge.size();
    progress.update(index.size(), found.call.size(), found.level.get(expanded - 1));
  }

  private Expanded expand(OracleState s) {
    Expansion x = oracle.expand(s);
    List<Step> steps = x.steps();
    Expanded out = new Expanded(x);
    for (int i = 0; i < steps.size(); i++) {
      byte[] encoding = steps.get(i).target().encoding();
      out.hashes[i] = index.hash(encoding);
      out.known[i] = index.find(encoding, out.hashes[i]);
      out.encodings[i] = out.known[i] < 0 ? encoding : null;
    }
    return out;
  }

  private void merge(Expanded e) {
    int source = found.firstEdge.size();
    int first = found.call.size();
    found.firstEdge.add(first);
    found.generated += e.expansion.generated();
    List<Step> steps = e.expansion.steps();
    for (int i = 0; i < steps.size(); i++) {
      int to = e.known[i];
      byte[] encoding = e.encodings[i];
      if (encoding != null) {
        to = index.find(encoding, e.hashes[i]);
        if (to < 0) {
          int depth = found.level.get(source) + 1;
          to = number(steps.get(i).target(), encoding, e.hashes[i], found.call.size(), depth);
        }
      }
      if (!present(first, steps.get(i).call(), to)) {
        found.call.add(steps.get(i).call());
        found.target.add(to);
      }
    }
  }

  /** One call may reach one state in two ways; that is one edge. */
  private boolean present(int first, int c, int to) {
    for (int e = found.call.size() - 1; e >= first && found.call.get(e) == c; e--) {
      if (found.target.get(e) == to) {
        return true;
      }
    }
    return false;
  }

  private int number(OracleState s, byte[] encoding, long hash, int edge, int depth) {
    int state = index.add(encoding, hash);
    frontier.addLast(s);
    found.foundBy.add(edge);
    found.level.add(depth);
    return state;
  }
}
