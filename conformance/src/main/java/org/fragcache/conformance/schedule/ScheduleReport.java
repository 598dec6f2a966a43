package org.fragcache.conformance.schedule;

import java.util.Map;
import java.util.Optional;

/**
 * What a replay of schedules found.
 *
 * @param model name of the model
 * @param states of its graph
 * @param changing edges that change the state
 * @param taken how many of these were taken on threads
 * @param walks how many walks the cover has
 * @param steps labels taken, each as often as it was
 * @param blocked how often a thread that had to wait was asked to go on
 * @param threads how many threads the programs have
 * @param reached labels that threads took, and how often
 * @param alone labels that were the specification's alone, and how often
 * @param exploreSeconds for graph and cover
 * @param seconds for the replay
 * @param counts how the graph differs from the record; empty if it does not
 * @param difference what differs, if anything does
 */
public record ScheduleReport(
    String model,
    int states,
    int changing,
    int taken,
    int walks,
    long steps,
    long blocked,
    int threads,
    Map<String, Integer> reached,
    Map<String, Integer> alone,
    double exploreSeconds,
    double seconds,
    String counts,
    Optional<String> difference) {

  /** Whether every edge was taken, some thread had to wait, and nothing differs. */
  public boolean conforms() {
    return counts.isEmpty() && difference.isEmpty() && taken == changing && blocked > 0;
  }

  /** Labels a second. */
  public double perSecond() {
    return steps / Math.max(seconds, 1e-9);
  }
}
