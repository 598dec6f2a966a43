package org.fragcache.spec.oracle;

import java.util.List;

/**
 * All steps out of a state.
 *
 * @param steps the steps within the model's constraints, by call; one call may have several
 * @param generated how many successors TLC computed, those outside the constraints included (what
 *     TLC counts as "states generated")
 */
public record Expansion(List<Step> steps, int generated) {
  /** Copies the steps. */
  public Expansion {
    steps = List.copyOf(steps);
  }
}
