package org.fragcache.conformance;

/** Where a walk starts. */
public enum Guide {
  /** In the initial state, always. */
  RANDOM,
  /**
   * Mostly at a state that an earlier walk reached and whose shape was new then, so that walks go
   * on from what is rare. What is the same shape, the specification's {@code Shape} says.
   */
  NOVELTY
}
