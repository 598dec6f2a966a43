package org.fragcache.conformance.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fragcache.conformance.labels.LabelEvent.Kind;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.value.TlaValue;

/**
 * Short logs that are behaviours by the way they are made: threads take steps of the specification
 * by chance, and tell each some time before it is taken.
 */
final class LabelHistories {
  private final LabelModel model;
  private final Random random;

  LabelHistories(LabelModel model, long seed) {
    this.model = model;
    this.random = new Random(seed);
  }

  /** A log of so many operations by so many threads, all of which end. */
  List<LabelEvent> next(int operations, int threads) {
    Oracle oracle = model.oracle();
    OracleState state = model.initial();
    List<LabelEvent> log = new ArrayList<>();
    List<String> choices = List.copyOf(model.operations().keySet());
    boolean[] open = new boolean[threads];
    boolean[] told = new boolean[threads];
    int left = operations;
    for (int under = 0; left > 0 || under > 0; ) {
      int t = random.nextInt(threads);
      if (!open[t]) {
        if (left > 0) {
          String op = choices.get(random.nextInt(choices.size()));
          log.add(new LabelEvent(log.size() + 1L, t, Kind.START, op));
          state = after(oracle, oracle.successors(state, model.ask(t, op)).get(0), model.begin(t));
          open[t] = true;
          left--;
          under++;
        }
        continue;
      }
      TlaValue where = TlaValue.parse(oracle.eval("Where", state)).field(model.threads().get(t));
      String at = where.at(1).asString();
      if (at.equals("Return")) {
        String result = where.at(2).canonical();
        log.add(new LabelEvent(log.size() + 1L, t, Kind.END, result));
        state = after(oracle, state, model.end(t));
        open[t] = false;
        under--;
      } else if (!told[t]) {
        log.add(new LabelEvent(log.size() + 1L, t, Kind.LABEL, at));
        told[t] = true;
      } else if (!oracle.successors(state, model.step(t, at)).isEmpty()) {
        state = after(oracle, state, model.step(t, at));
        told[t] = false;
      }
    }
    return log;
  }

  private OracleState after(Oracle oracle, OracleState from, int step) {
    return oracle.successors(oracle.successors(from, step).get(0), model.forget()).get(0);
  }
}
