package org.fragcache.conformance.log;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * How much calls of different threads overlapped.
 *
 * @param calls how many there were
 * @param overlapped of these, how many had another call under way at some moment between their
 *     start and their end
 * @param mean calls under way, averaged over the events
 * @param most most calls under way at once
 */
public record Overlap(int calls, int overlapped, double mean, int most) {

  /** That of a log. */
  public static Overlap of(List<Event> events) {
    BitSet open = new BitSet(); // threads that are in a call
    BitSet met = new BitSet(); // those of them whose call has met another
    int calls = 0;
    int overlapped = 0;
    int most = 0;
    long sum = 0;
    for (Event event : events) {
      switch (event.kind()) {
        case START -> {
          calls++;
          open.set(event.thread());
          met.clear(event.thread());
          if (open.cardinality() > 1) {
            met.or(open);
          }
        }
        case END -> {
          overlapped += met.get(event.thread()) ? 1 : 0;
          open.clear(event.thread());
        }
        case STEP -> {}
      }
      most = Math.max(most, open.cardinality());
      sum += open.cardinality();
    }
    met.and(open); // calls that have no end
    overlapped += met.cardinality();
    return new Overlap(
        calls, overlapped, events.isEmpty() ? 0 : (double) sum / events.size(), most);
  }

  /** The share of calls that overlapped another, from 0 to 1. */
  public double share() {
    return calls == 0 ? 0 : (double) overlapped / calls;
  }

  /** For a person. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d of %,d calls overlapped another (%.0f %%), %.2f under way on average, %d at most",
        overlapped,
        calls,
        100 * share(),
        mean,
        most);
  }
}
