package org.fragcache.conformance.mutants;

import org.fragcache.conformance.Ticker;

/** A check that has loaded what it needs, for one cache after another. */
interface Probe extends AutoCloseable {
  /** A difference, or none. */
  record Seen(long steps, String head) {
    /** Whether there is one. */
    boolean differs() {
      return !head.isEmpty();
    }
  }

  /**
   * Looks for a difference.
   *
   * @param alive to be told now and then
   * @throws RuntimeException if the cache throws: that is a difference too
   */
  Seen look(BrokenCache cache, Ticker alive);

  @Override
  void close();
}
