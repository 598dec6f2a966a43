package org.fragcache.conformance.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A trace as a file has it. Values are those of ITF in the one form in which they are written (see
 * {@link ItfValues}), not yet TLA+: which strings are model values, only a model knows.
 *
 * @param meta what tools say about the trace; kept as it is
 * @param params names of constants, each with a value in the first state
 * @param vars names of variables, each with a value in every state
 * @param states never empty
 * @param loop index of the state that comes after the last, if the trace goes on for ever
 */
public record Trace(
    ObjectNode meta, List<String> params, List<String> vars, List<State> states, OptionalInt loop) {

  /**
   * A state.
   *
   * @param meta what tools say about it; kept as it is
   * @param values by the name of the variable, or of the parameter
   */
  public record State(ObjectNode meta, Map<String, JsonNode> values) {
    /** Copies the values, which keep their order. */
    public State {
      meta = meta.deepCopy();
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The value under a name that has one. */
    JsonNode value(String name) {
      JsonNode value = values.get(name);
      if (value == null) {
        throw new IllegalArgumentException("no " + name + "; expected one of " + values.keySet());
      }
      return value;
    }
  }

  /** Copies the lists. */
  public Trace {
    meta = meta.deepCopy();
    params = List.copyOf(params);
    vars = List.copyOf(vars);
    states = List.copyOf(states);
  }
}
