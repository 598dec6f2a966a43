package org.fragcache.conformance.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.fragcache.conformance.log.Event.Kind;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.OracleState;

/**
 * Short logs that are behaviours by the way they are made: calls one after the other as the
 * specification has them, then each stretched over some of those before and after it.
 */
final class Histories {
  private final LogModel model;
  private final Random random;

  Histories(LogModel model, long seed) {
    this.model = model;
    this.random = new Random(seed);
  }

  private record Span(Call call, String outcome, double start, double end, int thread) {}

  /** A log of so many calls by so many threads. */
  List<Event> next(int calls, int threads) {
    Oracle oracle = model.replay().oracle();
    OracleState state = model.initial();
    double[] free = new double[threads];
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      int call = i == 0 ? model.callIndex(Call.of("Create", "a")) : choose(state);
      String outcome = model.replay().outcome(state, call, true);
      List<OracleState> after = oracle.successors(state, call);
      if (!after.isEmpty()) {
        state = after.get(random.nextInt(after.size()));
      }
      // It takes effect at the moment i + 1, and is under way before and after that.
      int thread = random.nextInt(threads);
      for (int t = 0; t < threads && free[thread] >= i + 1; t++) {
        thread = (thread + 1) % threads;
      }
      double start = Math.max(free[thread], i + 1 - 4 * random.nextDouble()) + 1e-6;
      double end = i + 1 + (free(free, i + 2) ? 4 : 0.9) * random.nextDouble();
      free[thread] = end;
      spans.add(new Span(model.replay().alphabet().get(call), outcome, start, end, thread));
    }
    return events(spans);
  }

  /** Whether a thread other than one is free at a moment. */
  private static boolean free(double[] free, double at) {
    int count = 0;
    for (double until : free) {
      count += until < at ? 1 : 0;
    }
    return count > 1;
  }

  /** Mostly a call that changes the state, or reads something; at times any. */
  private int choose(OracleState state) {
    Oracle oracle = model.replay().oracle();
    int kind = random.nextInt(10);
    int call = model.callIndex(Call.of("Create", "a"));
    for (int i = 0; i < 60; i++) {
      int tried = random.nextInt(model.replay().alphabet().size());
      if (model.replay().isCall(tried)) {
        call = tried;
        if (i < 40 && !model.replay().alphabet().get(tried).args().contains("a")) {
          continue; // most about one file, so that calls get in each other's way
        }
        boolean changes = oracle.successors(state, tried).stream().anyMatch(t -> !t.equals(state));
        boolean reads = model.replay().outcome(state, tried, true).contains("<<1>>");
        if (kind == 0 || (kind < 7 ? changes : reads)) {
          return call;
        }
      }
    }
    return call;
  }

  private static List<Event> events(List<Span> spans) {
    record At(double time, Kind kind, Span span) {}
    List<At> all = new ArrayList<>();
    for (Span span : spans) {
      all.add(new At(span.start, Kind.START, span));
      all.add(new At(span.end, Kind.END, span));
    }
    all.sort(Comparator.comparingDouble(At::time));
    List<Event> events = new ArrayList<>();
    for (At at : all) {
      events.add(
          new Event(
              events.size() + 1L,
              at.span.thread,
              at.kind,
              at.span.call,
              at.kind == Kind.END ? at.span.outcome : ""));
    }
    return events;
  }
}
