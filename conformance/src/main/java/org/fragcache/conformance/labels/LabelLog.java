package org.fragcache.conformance.labels;

import java.util.List;

/**
 * What threads did, label by label. Event n is line n + 2 of the file.
 *
 * @param header what the log is of
 * @param events in their order
 */
public record LabelLog(Header header, List<LabelEvent> events) {

  /** Copies the list. */
  public LabelLog {
    events = List.copyOf(events);
  }

  /** The line of the file that event {@code index} stands in, from 1. */
  public static int line(int index) {
    return index + 2;
  }

  /**
   * The first line of a log.
   *
   * @param model the configuration of MCFragmentStepsLog that judges it: {@code labels-private}
   * @param start the name of the initial state
   * @param threads how many there were; events name them by numbers from 0
   * @param seed what the operations were chosen by; not the schedule
   * @param pauses whether threads were made to wait at random steps
   */
  public record Header(String model, String start, int threads, long seed, boolean pauses) {
    /** The command that records another log of the same operations; the schedule is another one. */
    public String recordAgain(int events) {
      return "./fragcache record --model %s --threads %d --events %d --seed %d%s --to LOG"
          .formatted(model, threads, events, seed, pauses ? " --pauses" : "");
    }
  }
}
