package org.fragcache.spec.oracle;

/** What an oracle is opened for. */
public enum Use {
  /**
   * Replay on an implementation. Refuses a configuration with SYMMETRY, VIEW, CONSTRAINT or
   * ACTION_CONSTRAINT, and an action that makes a choice which is not among its arguments.
   */
  REPLAY,
  /**
   * Replay of a whole state graph. As {@link #REPLAY}, but an action may be written as a choice, so
   * that the graph has to be asked whether there ever is one ({@link
   * org.fragcache.spec.graph.StateGraph#requireDeterministic()}).
   */
  GRAPH,
  /** As {@link #GRAPH}, by an evaluator that tells which parts of formulas it has seen decide. */
  COVERAGE,
  /** As {@link #GRAPH}, by an evaluator for {@link Oracle#mutants}. */
  MUTANTS,
  /** Looking at a model: constraints are honoured, SYMMETRY and VIEW affect fingerprints only. */
  INSPECT
}
