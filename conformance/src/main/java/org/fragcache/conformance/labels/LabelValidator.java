package org.fragcache.conformance.labels;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.fragcache.conformance.Ticker;

/**
 * Decides whether an order of a log's steps that keeps the order of each thread, and takes each
 * within its interval of the log, is a behaviour of FragmentSteps with open programs in which each
 * operation returns what it did.
 */
public final class LabelValidator {
  /**
   * What came of it.
   *
   * @param events how many were judged: all, or those up to the rejection
   * @param labels how many of them are labels
   * @param operations how many of them are starts
   * @param overlapped labels that another thread's event came within the interval of
   * @param most most possibilities at one point
   * @param states of the specification that were met
   * @param asked how often the specification was asked for a step of a state
   * @param seconds what it took, the loading of the specification aside
   * @param cpuSeconds the same, of this thread alone
   * @param rejection why it is no behaviour, if it is none
   */
  public record Verdict(
      int events,
      int labels,
      int operations,
      int overlapped,
      int most,
      long states,
      long asked,
      double seconds,
      double cpuSeconds,
      Optional<LabelRejection> rejection) {
    /** Whether the log is a behaviour. */
    public boolean accepted() {
      return rejection.isEmpty();
    }

    /** Labels judged in a second. */
    public double perSecond() {
      return labels / Math.max(seconds, 1e-9);
    }

    /** The part of the labels that overlapped. */
    public double share() {
      return overlapped / Math.max(1.0, labels);
    }
  }

  private LabelValidator() {}

  /** Judges a log. */
  public static Verdict validate(LabelModel model, LabelLog log, Ticker ticker) {
    long began = System.nanoTime();
    long cpu = cpu();
    States states = new States(model);
    Frontier frontier = new Frontier(model, states, new Script(log));
    int most = 1;
    int labels = 0;
    int operations = 0;
    int overlapped = 0;
    int done = 0;
    int[] last = new int[log.header().threads()];
    Optional<LabelRejection> rejection = Optional.empty();
    for (; done < log.events().size() && rejection.isEmpty(); done++) {
      LabelEvent event = log.events().get(done);
      ticker.tick(model.name(), "events", done, log.events().size());
      if (!frontier.tell(event)) {
        rejection = Optional.of(LabelReasons.of(model, states, frontier, log, done));
      }
      most = Math.max(most, frontier.possibilities().size());
      labels += event.kind() == LabelEvent.Kind.LABEL ? 1 : 0;
      operations += event.kind() == LabelEvent.Kind.START ? 1 : 0;
      overlapped +=
          event.kind() != LabelEvent.Kind.START && last[event.thread()] < done - 1 ? 1 : 0;
      last[event.thread()] = done;
    }
    int stranded = rejection.isEmpty() ? frontier.stranded() : -1;
    if (stranded >= 0) {
      int index = frontier.lastIndex(stranded);
      rejection = Optional.of(LabelReasons.of(model, states, frontier, log, index));
    }
    return new Verdict(
        done,
        labels,
        operations,
        overlapped,
        most,
        states.met(),
        states.asked(),
        (System.nanoTime() - began) / 1e9,
        (cpu() - cpu) / 1e9,
        rejection);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
