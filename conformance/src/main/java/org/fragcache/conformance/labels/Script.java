package org.fragcache.conformance.labels;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of each thread of a log, in their order. */
final class Script {
  private final List<LabelEvent> events;
  private final List<List<Integer>> ofThread = new ArrayList<>();

  Script(LabelLog log) {
    this.events = log.events();
    for (int t = 0; t < log.header().threads(); t++) {
      ofThread.add(new ArrayList<>());
    }
    for (int i = 0; i < events.size(); i++) {
      ofThread.get(events.get(i).thread()).add(i);
    }
  }

  int threads() {
    return ofThread.size();
  }

  /** Event number {@code n} of a thread; null if it has no more. */
  @Nullable LabelEvent event(int thread, int n) {
    List<Integer> own = ofThread.get(thread);
    return n < own.size() ? events.get(own.get(n)) : null;
  }

  /** Its place among all. */
  int index(int thread, int n) {
    return ofThread.get(thread).get(n);
  }
}
