package org.fragcache.conformance;

import org.fragcache.spec.oracle.Call;

/**
 * What is tested: something with the specification's calls and environment steps.
 *
 * <p>Used by one thread at a time.
 */
public interface Subject extends AutoCloseable {

  /** A call with its arguments, ready to be made any number of times. */
  @FunctionalInterface
  interface Bound {
    /**
     * Makes the call in the subject's present state.
     *
     * @return for a call the outcome as the specification's {@code Outcome} writes it, canonical;
     *     for a step of the environment {@link Outcomes#DONE} or {@link Outcomes#NOT_ENABLED}
     */
    String apply();
  }

  /** As on the command line: {@code impl}. */
  String name();

  /** Starts again in the specification's initial state. */
  void reset();

  /**
   * Prepares a call; it stays valid over {@link #reset}.
   *
   * @throws org.fragcache.spec.UsageException if the subject has no such call
   */
  Bound bind(Call call);

  /** The variables of the specification that the subject gives; the others are not compared. */
  default Projection compared() {
    return Projection.ALL;
  }

  /** The state as those of the specification's variables, in the canonical encoding. */
  byte[] observe();

  /** Whether the state is the one with this canonical encoding, of all variables. */
  default boolean isIn(byte[] encoding) {
    return java.util.Arrays.equals(observe(), compared().of(encoding));
  }

  /**
   * What the subject's own checks say of its state: empty if nothing is wrong, else one line. A
   * complaint is a difference: it may see what the specification does not, a leak for instance.
   */
  String selfCheck();

  /**
   * As {@link #selfCheck}, but may leave the subject in another state that the specification does
   * not see, with nothing cached for instance. It is asked where nothing else is left to ask: in
   * each state once, and at the end of each walk.
   */
  default String finalCheck() {
    return "";
  }

  @Override
  void close();
}
