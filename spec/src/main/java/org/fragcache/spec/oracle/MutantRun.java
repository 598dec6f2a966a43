package org.fragcache.spec.oracle;

/**
 * What exploring a model of a mutant showed.
 *
 * @param verdict how it ended
 * @param by if killed: the property that does not hold, or what else failed; else empty
 * @param trace if killed: states of the shortest trace that shows it
 * @param states states that were reached
 * @param digest of the labelled graph and of what calls return in it, if it was explored to its
 *     end; the same in every load of the same modules
 * @param more whether there is a step that the specification does not have
 * @param less whether a step of the specification is missing, from a state that is reached or
 *     because it is not
 * @param cut whether there were so many new states that not all were looked at
 * @param detail for people
 */
public record MutantRun(
    Verdict verdict,
    String by,
    int trace,
    int states,
    long digest,
    boolean more,
    boolean less,
    boolean cut,
    String detail) {

  /** How it ended. */
  public enum Verdict {
    /** No state of the model evaluates the place. */
    NOT_REACHED,
    /** A property does not hold. */
    KILLED,
    /** The same states, steps and outcomes. */
    SAME,
    /** Others, and every property holds. */
    DIFFERENT
  }
}
