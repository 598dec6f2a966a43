package org.fragcache.conformance.log;

import org.fragcache.spec.oracle.Call;

/**
 * A call that has started and not ended yet.
 *
 * @param thread who made it
 * @param start index of the event that started it
 * @param end index of the event that ends it; -1 if the log ends before
 * @param call the call
 * @param number its number in the alphabet
 * @param result how the log says that it ends; empty if it does not
 */
record Pending(int thread, int start, int end, Call call, int number, String result) {
  /** Whether it may end so. */
  boolean accepts(String outcome) {
    return end < 0 || result.equals(outcome);
  }

  /** In the set of those that have taken effect. */
  int bit() {
    return 1 << thread;
  }
}
