package org.fragcache.conformance.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fragcache.conformance.json.Json;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.value.TlaState;
import org.fragcache.spec.value.TlaValue;

/** A model that traces are made of and judged by. */
public final class TraceModel implements AutoCloseable {
  private static final String ADR = "https://apalache-mc.org/docs/adr/015adr-trace.html";

  private final String name;
  private final Oracle oracle;
  private final List<OracleState> initial;
  private final Map<String, TlaValue> constants = new TreeMap<>();

  /** A model under its name; closes the oracle when it is closed. */
  public TraceModel(String name, Oracle oracle) {
    this.name = name;
    this.oracle = oracle;
    this.initial = oracle.initialStates();
    oracle
        .constants()
        .forEach(c -> constants.put(c, TlaValue.parse(oracle.eval(c, initial.get(0)))));
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** The specification. */
  public Oracle oracle() {
    return oracle;
  }

  List<OracleState> initial() {
    return initial;
  }

  /** A behaviour as it is written; {@code description} is for people. */
  public Trace trace(Behaviour behaviour, String description) {
    ObjectNode meta = TraceText.JSON.objectNode();
    meta.put("format", "ITF");
    meta.put("format-description", ADR);
    meta.put("source", oracle.module() + ".tla");
    meta.put("description", description);
    meta.putObject(TraceFile.OURS).put(TraceFile.MODEL, name);
    List<Trace.State> states = new ArrayList<>();
    for (int i = 0; i < behaviour.states().size(); i++) {
      Map<String, JsonNode> values = new LinkedHashMap<>();
      if (i == 0) {
        constants.forEach((constant, value) -> values.put(constant, ItfValues.of(value)));
      }
      state(behaviour.states().get(i))
          .variables()
          .forEach((variable, value) -> values.put(variable, ItfValues.of(value)));
      states.add(new Trace.State(meta(i, behaviour.calls().get(i)), values));
    }
    return new Trace(
        meta, List.copyOf(constants.keySet()), oracle.variables(), states, behaviour.loop());
  }

  private static ObjectNode meta(int index, Optional<Call> call) {
    ObjectNode meta = TraceText.JSON.objectNode().put("index", index);
    if (call.isPresent()) {
      meta.put(TraceFile.ACTION, call.get().name());
      ArrayNode args = meta.putArray(TraceFile.ARGS);
      call.get().args().forEach(arg -> args.add(ItfValues.of(TlaValue.parse(arg))));
    }
    return meta;
  }

  static TlaState state(OracleState state) {
    return TlaState.parse(new String(state.encoding(), StandardCharsets.US_ASCII));
  }

  /**
   * A trace that was read, in terms of this model.
   *
   * @throws UsageException if it has other variables or constants, or what is no value or no call
   *     of the model
   */
  public Behaviour behaviour(TraceFile file) {
    requireVariables(file);
    List<OracleState> states = new ArrayList<>();
    List<Optional<Call>> calls = new ArrayList<>();
    for (int i = 0; i < file.states().size(); i++) {
      requireConstants(file, i);
      states.add(state(file, i));
      calls.add(call(file, i));
    }
    return new Behaviour(states, calls, file.trace().loop());
  }

  private void requireVariables(TraceFile file) {
    Json vars = file.head().get("vars");
    String all = String.join(", ", oracle.variables());
    for (Json at : vars.list()) {
      if (!oracle.variables().contains(at.text())) {
        throw at.wrong("a variable of " + oracle.module() + ": " + all);
      }
    }
    for (String variable : oracle.variables()) {
      if (!file.trace().vars().contains(variable)) {
        throw vars.complaint("no " + variable + ", expected every variable: " + all);
      }
    }
  }

  private void requireConstants(TraceFile file, int state) {
    List<String> params = file.trace().params();
    for (int p = 0; p < params.size(); p++) {
      TlaValue expected = constants.get(params.get(p));
      if (expected == null) {
        throw file.head()
            .get("params")
            .list()
            .get(p)
            .wrong(
                "a constant of " + oracle.module() + ": " + String.join(", ", constants.keySet()));
      }
      JsonNode value = file.trace().states().get(state).values().get(params.get(p));
      Json at = file.states().get(state);
      if (value != null && !tla(value, at.get(params.get(p))).equals(expected)) {
        throw at.get(params.get(p))
            .complaint("another value than model " + name + " has, expected " + expected);
      }
    }
  }

  private OracleState state(TraceFile file, int index) {
    Map<String, TlaValue> values = new TreeMap<>();
    Json at = file.states().get(index);
    for (String variable : oracle.variables()) {
      values.put(variable, tla(file.trace().states().get(index).value(variable), at.get(variable)));
    }
    try {
      return parse(values);
    } catch (UsageException whole) {
      Map<String, TlaValue> others = new TreeMap<>(state(initial.get(0)).variables());
      for (String variable : oracle.variables()) {
        others.put(variable, values.get(variable));
        try {
          parse(others);
        } catch (UsageException e) {
          throw at.get(variable).complaint(String.valueOf(e.getMessage()));
        }
      }
      throw at.complaint(String.valueOf(whole.getMessage()));
    }
  }

  private OracleState parse(Map<String, TlaValue> values) {
    return oracle.parse(TlaState.of(values).canonical().getBytes(StandardCharsets.UTF_8));
  }

  private TlaValue tla(JsonNode value, Json at) {
    try {
      return ItfValues.tla(value, oracle.modelValues());
    } catch (IllegalArgumentException e) {
      throw at.complaint(String.valueOf(e.getMessage()));
    }
  }

  private Optional<Call> call(TraceFile file, int index) {
    Optional<Call> call = file.call(index, oracle.modelValues());
    if (call.isPresent()) {
      try {
        oracle.callIndex(call.get());
      } catch (UsageException e) {
        throw file.noSuchCall(index, e);
      }
      if (index == 0) {
        throw file.noSuchCall(
            index, new UsageException("a call before the first state, expected none"));
      }
    }
    return call;
  }

  @Override
  public void close() {
    oracle.close();
  }
}
