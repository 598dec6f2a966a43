package org.fragcache.conformance.log;

import java.util.List;
import org.fragcache.conformance.log.CallLog.Header;
import org.fragcache.spec.oracle.Call;

/**
 * Why a log is no behaviour: the first end of a call that no order of the calls explains.
 *
 * @param header of the log
 * @param index of the event that ended the call
 * @param event that event
 * @param start index of the event that started it
 * @param events how many the log has
 * @param frontier what could be the case before the event; never empty
 */
public record Rejection(
    Header header, int index, Event event, int start, int events, List<Possibility> frontier) {
  private static final int MOST_POSSIBILITIES = 6;
  private static final int MOST_CANDIDATES = 12;

  /**
   * What could be the case.
   *
   * @param state in TLA+, a line for each variable that is not as in the initial state
   * @param taken calls under way that have taken effect in it
   * @param candidates the steps that could come next, and why each does not do
   */
  public record Possibility(String state, List<InFlight> taken, List<Candidate> candidates) {
    /** Copies the lists. */
    public Possibility {
      taken = List.copyOf(taken);
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * A call under way.
   *
   * @param line where it starts
   * @param thread who made it
   * @param call the call
   */
  public record InFlight(int line, int thread, Call call) {
    @Override
    public String toString() {
      return call + " (thread " + thread + ", line " + line + ")";
    }
  }

  /**
   * A step that the log would need, and what the specification says of it.
   *
   * @param after the calls under way that take effect before it, and with which the log agrees
   * @param call the call that would take effect
   * @param logged how it ended
   * @param specified how it would have
   * @param reason the first conjunct that does not hold
   */
  public record Candidate(
      List<InFlight> after, InFlight call, String logged, String specified, String reason) {
    /** Copies the list. */
    public Candidate {
      after = List.copyOf(after);
    }
  }

  /** Copies the list. */
  public Rejection {
    frontier = List.copyOf(frontier);
  }

  /** The line of the event, from 1. */
  public int line() {
    return CallLog.line(index);
  }

  /** The whole of it, for a person. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append("REJECTED at line ").append(line()).append(": thread ").append(event.thread());
    out.append(": ").append(event.call()).append(", started in line ");
    out.append(CallLog.line(start)).append(", ends in ").append(event.result()).append('\n');
    out.append("  no order of the calls up to here explains it; before it could be the case:\n");
    int shown = Math.min(frontier.size(), MOST_POSSIBILITIES);
    for (int i = 0; i < shown; i++) {
      append(out, i + 1, frontier.get(i));
    }
    if (shown < frontier.size()) {
      out.append("  and ").append(frontier.size() - shown).append(" more (see --json)\n");
    }
    out.append("  recorded by: ").append(header.recordAgain(events));
    return out.append(" (the schedule is another at each run)\n").toString();
  }

  private static void append(StringBuilder out, int number, Possibility possibility) {
    out.append(String.format("  %3d  ", number));
    out.append(possibility.state().strip().replace("\n", "\n       ")).append('\n');
    possibility.taken().forEach(call -> out.append("       in effect: ").append(call).append('\n'));
    int shown = Math.min(possibility.candidates().size(), MOST_CANDIDATES);
    for (Candidate c : possibility.candidates().subList(0, shown)) {
      out.append("       next ").append(c.call());
      c.after().forEach(call -> out.append(", after ").append(call));
      out.append("\n         log   ").append(c.logged());
      out.append("\n         spec  ").append(c.specified());
      out.append("\n         does not hold: ").append(c.reason()).append('\n');
    }
    int left = possibility.candidates().size() - shown;
    if (left > 0) {
      out.append("       and ").append(left).append(" more candidates (see --json)\n");
    }
  }
}
