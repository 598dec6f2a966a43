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

/** Has the specification play a scenario. Not thread safe, and used once. */
public final class Show {
  private static final String OK = "OK";

  private final Oracle oracle;
  private final Scenario scenario;
  private final Model model;
  private final Set<TlaValue> calls;
  private final Set<String> completed = new HashSet<>();

  private Show(Oracle oracle, Scenario scenario, OracleState initial) {
    this.oracle = oracle;
    this.scenario = scenario;
    model =
        new Model(
            Math.toIntExact(value("UnitsPerBlock", initial).asInt()),
            value("Disk", initial).asBool(),
            value("Crashing", initial).asBool(),
            value("Capacity", initial).asInt());
    calls = new HashSet<>(value("Calls", initial).elements());
    value("Completed", initial).elements().forEach(status -> completed.add(status.asString()));
  }

  /**
   * Plays {@code scenario} from the model's initial state; one frame for each call.
   *
   * @throws UsageException {@code file:line: what, expected}, if the model has no such call, if it
   *     ends otherwise than the scenario says (the message names the guard), if a step of the
   *     environment is not allowed in that state, or if an effect is open; or if the model does not
   *     load or breaks one of its invariants
   */
  public static List<Frame> play(Path specDir, Scenario scenario) {
    try (Oracle oracle = Oracle.open(specDir, scenario.module(), scenario.config(), Use.INSPECT)) {
      List<OracleState> initial = oracle.initialStates();
      if (initial.size() != 1) {
        throw new UsageException(
            scenario.file() + ": model has " + initial.size() + " initial states, expected 1");
      }
      return new Show(oracle, scenario, initial.get(0)).frames(initial.get(0));
    }
  }

  private List<Frame> frames(OracleState initial) {
    OracleState state = initial;
    Frame.Moment before = moment(state);
    List<Frame> frames = new ArrayList<>();
    for (Scenario.Line line : scenario.lines()) {
      String outcome = outcome(state, line);
      if (completed.contains(outcome.matches("[0-9]+") ? OK : outcome)) {
        state = step(state, line);
      }
      Frame.Moment after = moment(state);
      frames.add(
          new Frame(
              frames.size() + 1,
              line.call(),
              line.caption(),
              Optional.of(outcome).filter(text -> !text.equals(OK)),
              model,
              before,
              after));
      before = after;
    }
    return List.copyOf(frames);
  }

  /** How the call of {@code line} ends, which is as the line says. */
  private String outcome(OracleState state, Scenario.Line line) {
    Call call = line.call();
    try {
      oracle.callIndex(call);
    } catch (UsageException e) {
      throw scenario.wrong(line, String.valueOf(e.getMessage()));
    }
    String args = call.args().stream().map(arg -> "," + arg).collect(joining());
    String tuple = "<<" + TlaValue.string(call.name()) + args + ">>";
    if (!calls.contains(TlaValue.parse(tuple))) {
      if (line.expected().isPresent()) {
        throw scenario.wrong(
            line, call + " is a step of the environment, expected no '" + Scenario.ARROW + "'");
      }
      return OK;
    }
    TlaValue end = TlaValue.parse(oracle.eval("Outcome", state, tuple));
    List<TlaValue> data = end.field("data").elements();
    String is = data.isEmpty() ? end.field("status").asString() : data.get(0).canonical();
    String expected = line.expected().orElse(OK);
    if (!is.equals(expected)) {
      String why = oracle.explain(state, call).map(guard -> ": " + guard).orElse("");
      throw scenario.wrong(line, call + " ends with " + is + ", expected " + expected + why);
    }
    return is;
  }

  private OracleState step(OracleState state, Scenario.Line line) {
    Call call = line.call();
    List<OracleState> next = oracle.successors(state, oracle.callIndex(call));
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

  private Frame.Moment moment(OracleState state) {
    TlaState values = TlaState.parse(new String(state.encoding(), StandardCharsets.UTF_8));
    if (!model.limited()) {
      return new Frame.Moment(values, 0);
    }
    String cache = oracle.eval("Cache", state);
    return new Frame.Moment(values, TlaValue.parse(oracle.eval("Used", state, cache)).asInt());
  }

  private TlaValue value(String operator, OracleState state) {
    return TlaValue.parse(oracle.eval(operator, state));
  }
}
