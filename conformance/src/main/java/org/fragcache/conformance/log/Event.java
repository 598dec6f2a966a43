package org.fragcache.conformance.log;

import org.fragcache.spec.oracle.Call;

/**
 * One line of a log.
 *
 * @param seq its place in the order of all events, which grows from line to line
 * @param thread who made the call, from 0
 * @param kind what happened
 * @param call the call with its arguments; of an end too
 * @param result of an end the outcome, of a step whether it was taken, canonical; of a start empty
 */
public record Event(long seq, int thread, Kind kind, Call call, String result) {

  /** What an event is. */
  public enum Kind {
    /** A call begins. It takes effect after this. */
    START,
    /** The call of this thread has returned. It took effect before this. */
    END,
    /** The environment has taken a step, or could not. */
    STEP;

    /** As it is written: {@code start}. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** The start of a call. */
  public static Event start(long seq, int thread, Call call) {
    return new Event(seq, thread, Kind.START, call, "");
  }

  /** Its end. */
  public static Event end(long seq, int thread, Call call, String outcome) {
    return new Event(seq, thread, Kind.END, call, outcome);
  }

  /** A step of the environment. */
  public static Event step(long seq, int thread, Call call, String outcome) {
    return new Event(seq, thread, Kind.STEP, call, outcome);
  }
}
