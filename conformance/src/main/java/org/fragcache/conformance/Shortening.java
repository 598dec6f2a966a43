package org.fragcache.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.fragcache.spec.oracle.Call;

/** Leaves out calls that a difference does not need. */
final class Shortening {
  private static final long SECONDS = 30;

  private Shortening() {}

  /**
   * Leaves out calls, in ever smaller pieces, as long as a difference remains; at the end no single
   * call can be left out, unless time was short.
   *
   * @param calls those of a difference
   * @param again takes calls from the start, up to the first difference
   */
  static <D> D shorten(
      D found, Function<D, List<Call>> calls, Function<List<Call>, Optional<D>> again) {
    D best = found;
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    int size = Math.max(1, calls.apply(best).size() / 2);
    boolean isDone = false;
    while (!isDone) {
      D before = best;
      int at = 0;
      while (at + size <= calls.apply(best).size() && System.nanoTime() < end) {
        List<Call> fewer = new ArrayList<>(calls.apply(best));
        fewer.subList(at, at + size).clear();
        Optional<D> difference = again.apply(fewer);
        if (difference.isPresent()) {
          best = difference.get();
        } else {
          at += size;
        }
      }
      isDone = size == 1 && best == before;
      size = Math.max(1, size / 2);
    }
    return best;
  }
}
