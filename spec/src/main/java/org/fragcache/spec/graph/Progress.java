package org.fragcache.spec.graph;

/** Told from time to time how far an exploration is, on the thread that explores. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = (states, edges, depth) -> {};

  /**
   * Takes the figures so far.
   *
   * @param states distinct states so far
   * @param edges steps so far
   * @param depth level of the state being expanded, 1 for an initial state
   */
  void update(int states, int edges, int depth);
}
