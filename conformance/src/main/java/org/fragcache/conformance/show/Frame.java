package org.fragcache.conformance.show;

import java.util.Optional;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaState;

/**
 * One step of a scenario, as the specification played it.
 *
 * @param step number of the step, from 1
 * @param call the call
 * @param caption what the scenario says about it
 * @param outcome how the call ended, as scenarios write it: the unit read, or a status; empty if it
 *     is OK without data, and for steps of the environment
 * @param model the model that played it
 * @param before the state it was made in
 * @param state the state after it
 */
public record Frame(
    int step,
    Call call,
    String caption,
    Optional<String> outcome,
    Model model,
    Moment before,
    Moment state) {

  /**
   * A state.
   *
   * @param values its variables
   * @param used blocks that are in use in it or reserved; 0 where space has no limit
   */
  public record Moment(TlaState values, long used) {}

  /** The call, and how it ended unless that is plain: {@code Write(a,0,10) -> ENOSPC}. */
  String headline() {
    return call + outcome.map(text -> Scenario.ARROW + text).orElse("");
  }

  /** Whether the step left everything as it was. */
  boolean still() {
    return before.values().equals(state.values());
  }
}
