package org.fragcache.conformance.labels;

import java.util.List;
import org.fragcache.conformance.labels.LabelLog.Header;

/**
 * Why a log is no behaviour: the first event that no order of the steps explains.
 *
 * @param header of the log
 * @param index of the event
 * @param event that event
 * @param events how many the log has
 * @param frontier what could be the case before the event; never empty
 * @param possibilities how many there were, of which {@code frontier} has the first
 */
public record LabelRejection(
    Header header,
    int index,
    LabelEvent event,
    int events,
    List<Possibility> frontier,
    int possibilities) {
  private static final int MOST_POSSIBILITIES = 3;
  private static final int MOST_CANDIDATES = 8;

  /**
   * What could be the case.
   *
   * @param state in TLA+, a line for each variable that is not as in the initial state
   * @param threads of each thread its last event, and whether that step has been taken
   * @param candidates the steps that would have to come next, and why each cannot
   */
  public record Possibility(String state, List<String> threads, List<Candidate> candidates) {
    /** Copies the lists. */
    public Possibility {
      threads = List.copyOf(threads);
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * A step that the log would need.
   *
   * @param after steps that can be taken before it
   * @param thread whose it is
   * @param line where it stands
   * @param step what it is
   * @param reason the first conjunct that does not hold
   */
  public record Candidate(List<String> after, int thread, int line, String step, String reason) {
    /** Copies the list. */
    public Candidate {
      after = List.copyOf(after);
    }
  }

  /** Copies the list. */
  public LabelRejection {
    frontier = List.copyOf(frontier);
  }

  /** The line of the event, from 1. */
  public int line() {
    return LabelLog.line(index);
  }

  /** The whole of it, for a person. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append("REJECTED at line ").append(line()).append(": thread ").append(event.thread());
    out.append(' ').append(event.shown()).append('\n');
    out.append("  no order of the steps up to here explains it; before it could be the case:\n");
    int shown = Math.min(frontier.size(), MOST_POSSIBILITIES);
    for (int i = 0; i < shown; i++) {
      append(out, i + 1, frontier.get(i));
    }
    if (shown < possibilities) {
      out.append("  and ").append(possibilities - shown).append(" more (see --json)\n");
    }
    out.append("  recorded by: ").append(header.recordAgain(events));
    return out.append(" (the schedule is another at each run)\n").toString();
  }

  private static void append(StringBuilder out, int number, Possibility possibility) {
    out.append(String.format("  %3d  ", number));
    out.append(possibility.state().strip().replace("\n", "\n       ")).append('\n');
    possibility.threads().forEach(t -> out.append("       ").append(t).append('\n'));
    int shown = Math.min(possibility.candidates().size(), MOST_CANDIDATES);
    for (Candidate c : possibility.candidates().subList(0, shown)) {
      out.append("       next ").append(c.step()).append(" (thread ").append(c.thread());
      out.append(", line ").append(c.line()).append(')');
      c.after().forEach(step -> out.append(", after ").append(step));
      out.append("\n         does not hold: ").append(c.reason()).append('\n');
    }
    int left = possibility.candidates().size() - shown;
    if (left > 0) {
      out.append("       and ").append(left).append(" more candidates (see --json)\n");
    }
  }
}
