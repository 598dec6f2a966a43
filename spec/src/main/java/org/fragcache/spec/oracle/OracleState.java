package org.fragcache.spec.oracle;

/**
 * A state of the specification: a value for each variable. Immutable, safe to share between
 * threads. Two states are equal when all variables are, whatever their fingerprints; states of
 * different oracles are compared the same way. A state keeps its oracle's class loader alive.
 */
public interface OracleState {
  /**
   * TLC's fingerprint under a fixed polynomial: the same in every run for the same module and
   * configuration. Not an identity; with SYMMETRY or VIEW it is that of the representative.
   */
  long fingerprint();

  /**
   * The canonical encoding: a line {@code name=value\n} for each variable, by name. A fresh array.
   */
  byte[] encoding();
}
