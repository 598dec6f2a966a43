package org.fragcache.spec.oracle.tlc;

import org.jspecify.annotations.Nullable;
import tla2sany.semantic.SemanticNode;
import tlc2.tool.TLCState;
import tlc2.tool.coverage.CostModel;
import tlc2.tool.impl.ObservedTool;
import tlc2.util.Context;
import tlc2.value.impl.Value;
import util.FilenameToStream;

/** TLC's evaluator, which tells of the nodes that are watched when they are evaluated. */
final class MutantTool extends ObservedTool {
  /** By the number of a node; null while nothing is watched. */
  private @Nullable Watch @Nullable [] watches;

  private int unit;

  MutantTool(String module, String config, FilenameToStream resolver) {
    super(module, config, resolver);
  }

  /** From here on evaluations of watched nodes count for unit {@code number}. */
  void watch(@Nullable Watch[] byNode, int number) {
    watches = byNode;
    unit = number;
  }

  /** From here on nothing is watched. */
  void rest() {
    watches = null;
  }

  @Override
  protected void evaluated(
      SemanticNode node, Context con, TLCState s, TLCState t, int control, Value value) {
    Watch[] all = watches;
    int uid = node.getUid();
    if (all == null || uid >= all.length) {
      return;
    }
    Watch watch = all[uid];
    if (watch != null) {
      force(value);
      watches = null; // what is evaluated to compare does not count
      watch.evaluated(unit, value, n -> evalImpl(n, con, s, t, control, CostModel.DO_NOT_RECORD));
      watches = all;
    }
  }

  /**
   * Evaluates what of a function is not evaluated yet: if a comparison did, what is within it would
   * not count, here or later, for TLC keeps the values.
   */
  @SuppressWarnings({"EqualsWithItself", "SelfEquals", "ResultOfMethodCallIgnored"})
  private static void force(Value value) {
    try {
      value.equals(value);
    } catch (RuntimeException | StackOverflowError e) {
      // It has no value where it was not asked for one.
    }
  }
}
