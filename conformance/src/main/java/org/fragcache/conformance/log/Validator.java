package org.fragcache.conformance.log;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.fragcache.conformance.Ticker;

/**
 * Decides whether an order of a log's calls that keeps the log's own order (a call that ended
 * before another started comes before it) is a behaviour of FileView in which each call ends as it
 * did.
 */
public final class Validator {
  /**
   * What came of it.
   *
   * @param events how many were judged: all, or those up to the rejection
   * @param overlap how much the calls of the log overlapped
   * @param most most possibilities at one point
   * @param states of the specification that were met
   * @param asked how often the specification was asked of a call in a state
   * @param seconds what it took, the loading of the specification aside
   * @param cpuSeconds the same, of this thread alone: what the machine does besides is not in it
   * @param rejection why it is no behaviour, if it is none
   */
  public record Verdict(
      int events,
      Overlap overlap,
      int most,
      int states,
      long asked,
      double seconds,
      double cpuSeconds,
      Optional<Rejection> rejection) {
    /** Whether the log is a behaviour. */
    public boolean accepted() {
      return rejection.isEmpty();
    }

    /** Events judged in a second. */
    public double perSecond() {
      return events / Math.max(seconds, 1e-9);
    }
  }

  private Validator() {}

  /** Judges a log. */
  public static Verdict validate(LogModel model, CallLog log, Ticker ticker) {
    long began = System.nanoTime();
    long cpu = cpu();
    List<Event> events = log.events();
    int[] ends = Ends.of(events, log.header().threads());
    Effects effects = new Effects(model);
    Frontier frontier = new Frontier(effects);
    Pending[] open = new Pending[log.header().threads()];
    int most = 1;
    int done = 0;
    Optional<Rejection> rejection = Optional.empty();
    for (int i = 0; i < events.size() && rejection.isEmpty(); i++, done++) {
      Event event = events.get(i);
      ticker.tick(model.name(), "events", i, events.size());
      if (event.kind() == Event.Kind.START) {
        String result = ends[i] < 0 ? "" : events.get(ends[i]).result();
        int call = model.callIndex(event.call());
        Pending started = new Pending(event.thread(), i, ends[i], event.call(), call, result);
        open[event.thread()] = started;
        frontier.start(started);
      } else if (event.kind() == Event.Kind.END && !frontier.end(open[event.thread()])) {
        rejection = Optional.of(Reasons.of(model, log, effects, frontier, open[event.thread()]));
      }
      most = Math.max(most, frontier.possibilities().size());
    }
    return new Verdict(
        done,
        Overlap.of(events),
        most,
        effects.states(),
        effects.asked(),
        (System.nanoTime() - began) / 1e9,
        (cpu() - cpu) / 1e9,
        rejection);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
