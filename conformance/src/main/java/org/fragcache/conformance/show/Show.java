package org.fragcache.conformance.show;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.oracle.Use;
import org.fragcache.spec.value.TlaState;
import org.fragcache.spec.value.TlaValue;

/** Has the specification play a scenario. */
public final class Show {
  private Show() {}

  /**
   * Plays {@code scenario} from the model's initial state; one frame for each call.
   *
   * @throws UsageException {@code file:line: what, expected}, if the model has no such call, does
   *     not allow it in that state (the message names the guard), or leaves its effect open; or if
   *     the model does not load or breaks one of its invariants
   */
  public static List<Frame> play(Path specDir, Scenario scenario) {
    try (Oracle oracle = Oracle.open(specDir, scenario.module(), scenario.config(), Use.INSPECT)) {
      List<OracleState> initial = oracle.initialStates();
      if (initial.size() != 1) {
        throw new UsageException(
            scenario.file() + ": model has " + initial.size() + " initial states, expected 1");
      }
      OracleState state = initial.get(0);
      Set<TlaValue> calls = new HashSet<>(TlaValue.parse(oracle.eval("Calls", state)).elements());
      TlaState before = decode(state);
      List<Frame> frames = new ArrayList<>();
      for (Scenario.Line line : scenario.lines()) {
        Optional<String> result = result(oracle, state, line.call(), calls);
        state = step(oracle, state, scenario, line);
        TlaState after = decode(state);
        frames.add(
            new Frame(frames.size() + 1, line.call(), line.caption(), result, before, after));
        before = after;
      }
      return List.copyOf(frames);
    }
  }

  private static OracleState step(
      Oracle oracle, OracleState state, Scenario scenario, Scenario.Line line) {
    Call call = line.call();
    int index;
    try {
      index = oracle.callIndex(call);
    } catch (UsageException e) {
      throw scenario.wrong(line, String.valueOf(e.getMessage()));
    }
    List<OracleState> next = oracle.successors(state, index);
    if (next.isEmpty()) {
      String why =
          oracle.explain(state, call).map(Object::toString).orElse("no guard can be named");
      throw scenario.wrong(
          line, call + " is not allowed here: " + why + "; expected a call whose guards hold");
    }
    if (next.size() > 1) {
      throw scenario.wrong(
          line, call + " leads to " + next.size() + " states, expected a call that leads to 1");
    }
    Optional<String> violated = oracle.violated(next.get(0));
    if (violated.isPresent()) {
      throw scenario.wrong(
          line, call + " breaks " + violated.get() + ", expected a model whose invariants hold");
    }
    return next.get(0);
  }

  /** What the call reads, by the specification's Outcome; steps of the environment have none. */
  private static Optional<String> result(
      Oracle oracle, OracleState state, Call call, Set<TlaValue> calls) {
    String args = call.args().stream().map(arg -> "," + arg).collect(joining());
    String tuple = "<<" + TlaValue.string(call.name()) + args + ">>";
    if (!calls.contains(TlaValue.parse(tuple))) {
      return Optional.empty();
    }
    TlaValue data = TlaValue.parse(oracle.eval("Outcome", state, tuple)).field("data");
    return data.elements().isEmpty()
        ? Optional.empty()
        : Optional.of(data.elements().stream().map(TlaValue::canonical).collect(joining(",")));
  }

  private static TlaState decode(OracleState state) {
    return TlaState.parse(new String(state.encoding(), StandardCharsets.UTF_8));
  }
}
