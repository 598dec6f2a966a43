package org.fragcache.conformance.schedule;

import java.util.ArrayList;
import java.util.List;
import org.fragcache.spec.value.TlaState;
import org.fragcache.spec.value.TlaValue;

/**
 * What a replay needs to know of a state of FragmentSteps.
 *
 * @param shared what threads share
 * @param labels of each thread, the label it is at
 * @param results of each thread, as far as it has one
 * @param next of each thread, the operation that it would begin; null if its program has ended
 * @param setup the name of the initial state
 */
record SchedulePoint(
    List<String> shared,
    List<String> labels,
    List<String> results,
    List<TlaValue> next,
    String setup) {
  /** No operation. */
  static final TlaValue NONE = TlaValue.sequence(List.of());

  static SchedulePoint of(TlaState state, List<String> threads) {
    List<String> labels = new ArrayList<>();
    List<String> results = new ArrayList<>();
    List<TlaValue> next = new ArrayList<>();
    TlaValue run = state.get("run");
    for (String t : threads) {
      TlaValue thread = TlaValue.string(t);
      labels.add(state.get("pc").at(thread).asString());
      results.add(state.get("result").at(thread).canonical());
      List<TlaValue> program = run.field("program").at(thread).elements();
      int ip = (int) state.get("ip").at(thread).asInt();
      next.add(ip <= program.size() ? program.get(ip - 1) : NONE);
    }
    return new SchedulePoint(
        new StepsState(state, threads).shared(),
        labels,
        results,
        next,
        run.field("setup").asString());
  }
}
