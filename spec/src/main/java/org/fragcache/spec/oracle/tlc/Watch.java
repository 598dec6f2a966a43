package org.fragcache.spec.oracle.tlc;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.SemanticNode;
import tlc2.value.impl.Value;

/** The changes of one node, and the units in which each can be told. */
final class Watch {
  /** What a node becomes. */
  record Change(@Nullable SemanticNode becomes, BitSet units) {}

  /** Evaluates a node where the watched one was. */
  interface Evaluator {
    Value value(SemanticNode node);
  }

  private final List<Change> changes = new ArrayList<>();

  /** Returns the units in which the change makes another value. */
  BitSet add(@Nullable SemanticNode becomes) {
    BitSet units = new BitSet();
    changes.add(new Change(becomes, units));
    return units;
  }

  void evaluated(int unit, Value value, Evaluator evaluator) {
    for (Change change : changes) {
      if (!change.units.get(unit) && differs(change.becomes, value, evaluator)) {
        change.units.set(unit);
      }
    }
  }

  private static boolean differs(@Nullable SemanticNode becomes, Value value, Evaluator evaluator) {
    if (becomes == null) {
      return true;
    }
    try {
      return !value.equals(evaluator.value(becomes));
    } catch (RuntimeException | StackOverflowError e) {
      return true; // it has no value, or one of another kind
    }
  }
}
