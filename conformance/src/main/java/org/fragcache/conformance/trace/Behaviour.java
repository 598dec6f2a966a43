package org.fragcache.conformance.trace;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.OracleState;

/**
 * A trace in terms of a model.
 *
 * @param states never empty
 * @param calls for each state the call that led to it, as far as that is said; none for the first
 * @param loop index of the state that comes after the last, if it goes on for ever
 */
public record Behaviour(List<OracleState> states, List<Optional<Call>> calls, OptionalInt loop) {
  /** Copies the lists. */
  public Behaviour {
    states = List.copyOf(states);
    calls = List.copyOf(calls);
    if (states.isEmpty() || states.size() != calls.size()) {
      throw new IllegalArgumentException(states.size() + " states, " + calls.size() + " calls");
    }
  }
}
