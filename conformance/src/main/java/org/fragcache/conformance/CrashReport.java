package org.fragcache.conformance;

import java.util.Optional;

/**
 * What came of crashing a subject in every state of a model and before every sync within its calls.
 *
 * @param crashStates states of the model that follow a crash
 * @param reproduced how many of these the subject has recovered to
 * @param points moments of crash
 * @param sampled of the points, those with more images than were looked at; there it was none and
 *     all of what was not synced, and others chosen pseudo-randomly
 * @param recoveries images of the store from which the subject recovered
 * @param lost recoveries to what the specification has if the call under way does not count, where
 *     that makes a difference
 * @param kept recoveries to what it has if that call counts, where that makes a difference
 * @param seconds time on the subject
 * @param difference the shortest difference found
 */
public record CrashReport(
    int crashStates,
    int reproduced,
    long points,
    long sampled,
    long recoveries,
    long lost,
    long kept,
    double seconds,
    Optional<CrashDifference> difference) {

  /** Images of the store to recover from at most, where a state is reached for the first time. */
  static final int MOST = 64;

  /** The same after each further edge to a state. */
  static final int FEW = 4;

  /**
   * Whether nothing differed, each state that can follow a crash was recovered to, and calls were
   * caught both before and after they counted.
   */
  public boolean conforms() {
    return difference.isEmpty()
        && crashStates > 0
        && reproduced == crashStates
        && lost > 0
        && kept > 0;
  }
}
