package org.fragcache.spec.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What TLC reported of one model.
 *
 * @param kind how it ended
 * @param violation what was violated, null unless something was
 * @param property its name, null if nothing was violated or TLC did not name it
 * @param generated states generated, 0 if unknown
 * @param distinct distinct states, 0 if unknown
 * @param depth of the state graph, 0 if unknown
 * @param trace the error trace, empty if none
 * @param lasso how the trace of a liveness violation goes on for ever, "" if it is finite
 * @param error TLC's own words, "" unless it ended by an error
 * @param warnings TLC's warnings
 * @param seconds of the whole run, the JVM's start included
 * @param version what TLC says of itself
 * @param taken how often each action was taken, by {@code Module.Action}; empty unless asked for
 */
public record TlcResult(
    Kind kind,
    @Nullable Violation violation,
    @Nullable String property,
    long generated,
    long distinct,
    long depth,
    List<TraceStep> trace,
    String lasso,
    String error,
    List<String> warnings,
    double seconds,
    String version,
    Map<String, Long> taken) {

  /** How a run ended. */
  public enum Kind {
    /** Every property holds in the whole state graph. */
    HOLDS,
    /** A property is violated. */
    VIOLATED,
    /** TLC could not say. */
    ERROR
  }

  /** What kind of property was violated. */
  public enum Violation {
    /** A state predicate. */
    INVARIANT,
    /** A property, by an initial state. */
    INITIAL,
    /** A property, by a step. */
    ACTION,
    /** A property, by an infinite behaviour. */
    TEMPORAL,
    /** A state without successor. */
    DEADLOCK
  }

  /** Copies the lists. */
  public TlcResult {
    trace = List.copyOf(trace);
    warnings = List.copyOf(warnings);
    taken = Map.copyOf(taken);
  }

  TlcResult withProperty(String name) {
    return new TlcResult(
        kind, violation, name, generated, distinct, depth, trace, lasso, error, warnings, seconds,
        version, taken);
  }

  TlcResult asError(String message) {
    return new TlcResult(
        Kind.ERROR,
        null,
        null,
        generated,
        distinct,
        depth,
        trace,
        lasso,
        message,
        warnings,
        seconds,
        version,
        taken);
  }

  /** The text with each run of blanks and line breaks made one blank. */
  static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
