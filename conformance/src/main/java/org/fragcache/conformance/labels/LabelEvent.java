package org.fragcache.conformance.labels;

/**
 * One line of a log of labels.
 *
 * @param seq its place in the order of all events, which grows from line to line
 * @param thread who it is of, from 0
 * @param kind what happened
 * @param text of a start the operation, of an end the result, both canonical; else the label
 */
public record LabelEvent(long seq, int thread, Kind kind, String text) {

  /** What an event is. */
  public enum Kind {
    /** An operation begins. */
    START,
    /**
     * The thread is about to take this step: it takes effect between this and the thread's next
     * event.
     */
    LABEL,
    /** The operation has returned. */
    END;

    /** As it is written: {@code start}. */
    public String written() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A line as a person reads it, without its number. */
  public String shown() {
    return switch (kind) {
      case START -> "starts " + text;
      case LABEL -> text;
      case END -> "returns " + text;
    };
  }
}
