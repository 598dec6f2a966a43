package org.fragcache.spec.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fragcache.spec.value.TlaState;

/**
 * One state of an error trace.
 *
 * @param number from 1
 * @param action the action that led here, with its arguments if TLC tells them; "Init" for the
 *     first
 * @param location where the action is defined, "" if unknown
 * @param text the state as TLC printed it
 */
public record TraceStep(int number, String action, String location, String text) {

  private static final Pattern LABEL =
      Pattern.compile("(\\d+): <(.*?)(?: (line \\d+, col \\d+ .*))?>\\s*", Pattern.DOTALL);

  /** Reads TLC's message: a line {@code 2: <Action line ...>}, then the state. */
  static Optional<TraceStep> parse(String message) {
    int end = message.indexOf('\n');
    Matcher label = LABEL.matcher(end < 0 ? message : message.substring(0, end));
    if (end < 0 || !label.matches()) {
      return Optional.empty();
    }
    String location = label.group(3);
    return Optional.of(
        new TraceStep(
            Integer.parseInt(label.group(1)),
            label.group(2).equals("Initial predicate") ? "Init" : label.group(2),
            location == null ? "" : location,
            message.substring(end + 1).strip()));
  }

  /** The state, or nothing if TLC printed a value that is none of an explicit state. */
  public Optional<TlaState> state() {
    try {
      return Optional.of(TlaState.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
