package org.fragcache.conformance.log;

import java.util.Arrays;
import java.util.List;

/** Where the calls of a log end. */
final class Ends {
  private Ends() {}

  /** For each start the index of its end, -1 if the log ends before; for other events -1. */
  static int[] of(List<Event> events, int threads) {
    int[] ends = new int[events.size()];
    int[] next = new int[threads];
    Arrays.fill(ends, -1);
    Arrays.fill(next, -1);
    for (int i = events.size() - 1; i >= 0; i--) {
      Event event = events.get(i);
      switch (event.kind()) {
        case END -> next[event.thread()] = i;
        case START -> {
          ends[i] = next[event.thread()];
          next[event.thread()] = -1;
        }
        case STEP -> {}
      }
    }
    return ends;
  }
}
