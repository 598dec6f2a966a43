package org.fragcache.spec.oracle;

/** What an oracle is opened for. */
public enum Use {
  /**
   * Replay on an implementation. Refuses a configuration with SYMMETRY, VIEW, CONSTRAINT or
   * ACTION_CONSTRAINT, and an action that makes a choice which is not among its arguments.
   */
  REPLAY,
  /** Looking at a model: constraints are honoured, SYMMETRY and VIEW affect fingerprints only. */
  INSPECT
}
