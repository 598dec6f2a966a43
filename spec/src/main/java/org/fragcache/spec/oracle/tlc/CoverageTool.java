package org.fragcache.spec.oracle.tlc;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.CoveragePoint;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tlc2.tool.Action;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.EvalControl;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import tlc2.tool.coverage.CostModel;
import tlc2.tool.impl.ObservedTool;
import tlc2.util.Context;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.LazyValue;
import tlc2.value.impl.Value;
import util.FilenameToStream;

/**
 * TLC's evaluator, which tells what it has seen of the points of a specification. TLC evaluates
 * every part of a formula in one method, in the order and as far as it needs to; so what is seen
 * here is what decided.
 */
final class CoverageTool extends ObservedTool {
  private @Nullable Sites sites; // null while the module is loaded
  private @Nullable AtomicIntegerArray seen;
  private final ThreadLocal<Boolean> recording = ThreadLocal.withInitial(() -> false);
  private final ThreadLocal<List<Decision>> undecided = ThreadLocal.withInitial(ArrayList::new);

  CoverageTool(String module, String config, FilenameToStream resolver) {
    super(module, config, resolver);
  }

  /** From here on points are known. */
  void observe(Sites found) {
    seen = new AtomicIntegerArray(found.points().size());
    sites = found;
  }

  List<CoveragePoint> points() {
    return found().points();
  }

  private Sites found() {
    if (sites == null) {
      throw new IllegalStateException("no points of coverage are known");
    }
    return sites;
  }

  /** Those of {@link #points} that were seen. */
  BitSet seen() {
    BitSet bits = new BitSet();
    AtomicIntegerArray s = seen;
    for (int i = 0; s != null && i < s.length(); i++) {
      bits.set(i, s.get(i) != 0);
    }
    return bits;
  }

  /** Runs something while what is evaluated counts. */
  void record(Runnable evaluation) {
    recording.set(true);
    try {
      evaluation.run();
    } finally {
      recording.set(false);
      decide();
    }
  }

  /**
   * Afterwards: what others must be evaluated for would be evaluated for the first time, without
   * counting, and TLC keeps the values of definitions and arguments.
   */
  private void decide() {
    List<Decision> all = undecided.get();
    for (Decision d : all) {
      if (isNew(d.point) && decides(d)) {
        set(d.point);
      }
    }
    all.clear();
  }

  /** Evaluates an action's guards, and if all hold its effects. */
  void take(Action action, TLCState state) {
    record(() -> take(action.pred, action.con, state));
  }

  /** Whether all guards hold. */
  private boolean take(SemanticNode node, Context con, TLCState state) {
    if (!Sites.isAction(node)) {
      return isTrue(
          eval(node, con, state, TLCState.Empty, EvalControl.Clear, CostModel.DO_NOT_RECORD));
    }
    if (node instanceof LetInNode let) {
      Context inner = con;
      for (OpDefNode d : let.getLets()) {
        if (d.getArity() == 0) {
          inner = inner.cons(d, new LazyValue(d.getBody(), inner, CostModel.DO_NOT_RECORD));
        }
      }
      return take(let.getBody(), inner, state);
    }
    if (node instanceof LabelNode label) {
      return take(label.getBody(), con, state);
    }
    if (!(node instanceof OpApplNode appl)) {
      throw unknown(node);
    }
    ExprOrOpArgNode[] args = appl.getArgs();
    switch (BuiltInOPs.getOpCode(appl.getOperator().getName())) {
      case ToolGlobals.OPCODE_cl, ToolGlobals.OPCODE_land -> {
        for (ExprOrOpArgNode conjunct : args) {
          if (!take(conjunct, con, state)) {
            return false;
          }
        }
        return true;
      }
      case ToolGlobals.OPCODE_ite -> {
        return take(take(args[0], con, state) ? args[1] : args[2], con, state);
      }
      case ToolGlobals.OPCODE_eq -> {
        // A function is evaluated when it is applied, or compared: as TLC does with what it keeps.
        eval(args[1], con, state, TLCState.Empty, EvalControl.Clear, CostModel.DO_NOT_RECORD)
            .fingerPrint(0);
        return true;
      }
      case ToolGlobals.OPCODE_unchanged -> {
        return true;
      }
      case 0 -> {
        if (lookup(appl.getOperator(), con, false) instanceof OpDefNode d && d.getBody() != null) {
          return take(d.getBody(), getOpContext(d, args, con, true), state);
        }
        throw unknown(node);
      }
      default -> throw unknown(node);
    }
  }

  private static UsageException unknown(SemanticNode node) {
    return new UsageException(
        Sources.place(node)
            + ": coverage of an action of this form; expected conjunctions, LET, IF,"
            + " x' = e and operators");
  }

  @Override
  protected void evaluated(
      SemanticNode node, Context con, TLCState s, TLCState t, int control, Value value) {
    if (sites != null && recording.get()) {
      Sites.Site site = sites.at(node);
      if (site != null) {
        tell(site, con, s, t, control, value);
      }
    }
  }

  private void tell(
      Sites.Site site, Context con, TLCState s, TLCState t, int control, Value value) {
    int effect = site.effect();
    if (effect >= 0 && isNew(effect) && !value.equals(site.before(con, s))) {
      set(effect);
    }
    if (value instanceof BoolValue bool) {
      int point = bool.val ? site.holds() : site.fails();
      if (point >= 0 && isNew(point)) {
        undecided.get().add(new Decision(point, site, con, s, t, control, bool.val));
      }
    }
  }

  /** That a part was true, or false: what it may have been alone. */
  private record Decision(
      int point,
      Sites.Site site,
      Context con,
      TLCState s,
      TLCState t,
      int control,
      boolean value) {}

  /** Whether the value alone makes a conjunction false or a disjunction true. */
  private boolean decides(Decision d) {
    Boolean others = d.site.othersMust();
    if (others == null || d.value == others) {
      return true; // true conjuncts and false disjuncts decide nothing
    }
    try {
      for (SemanticNode other : d.site.others()) {
        Value v = evalImpl(other, d.con, d.s, d.t, d.control, CostModel.DO_NOT_RECORD);
        if (isTrue(v) != others) {
          return false;
        }
      }
      return true;
    } catch (RuntimeException e) {
      return true; // the others have no meaning if this one does not hold, say of what is not there
    }
  }

  private static boolean isTrue(Value value) {
    return value instanceof BoolValue bool && bool.val;
  }

  private boolean isNew(int point) {
    return seen != null && seen.getPlain(point) == 0;
  }

  private void set(int point) {
    if (seen != null) {
      seen.set(point, 1);
    }
  }
}
