package org.fragcache.spec.oracle.tlc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.fragcache.spec.oracle.Explanation;
import org.fragcache.spec.oracle.Explanation.Operand;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.LevelNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tlc2.tool.Action;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.EvalControl;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import tlc2.tool.coverage.CostModel;
import tlc2.tool.impl.Tool;
import tlc2.util.Context;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.LazyValue;

/**
 * Finds the first conjunct of an action that a state, or a pair of states, does not satisfy. Walks
 * the conjunctions through operator definitions, LET and the taken branch of IF; what it cannot
 * take apart it evaluates as a whole. One walk per object.
 */
final class Explainer {
  private static final Set<String> COMPARISONS =
      Set.of("=", "/=", "#", "\\in", "\\notin", "<", ">", "\\leq", "\\geq", "\\subseteq");

  private final Tool tool;
  private final Sources sources;
  private final TLCState before;
  private final @Nullable TLCState after;
  private final Deque<String> via = new ArrayDeque<>();

  Explainer(Tool tool, Sources sources, TLCState before, @Nullable TLCState after) {
    this.tool = tool;
    this.sources = sources;
    this.before = before;
    this.after = after;
  }

  /** The first conjunct that does not hold, or the whole action if none can be singled out. */
  Explanation explain(Action action) {
    via.addLast(action.getName().toString());
    Explanation found = walk(action.pred, action.con);
    return found != null ? found : failed(action.pred, List.of());
  }

  private @Nullable Explanation walk(SemanticNode node, Context con) {
    if (node instanceof LetInNode let) {
      Context inner = con;
      for (OpDefNode d : let.getLets()) {
        if (d.getArity() == 0) {
          inner = inner.cons(d, new LazyValue(d.getBody(), inner, CostModel.DO_NOT_RECORD));
        }
      }
      return walk(let.getBody(), inner);
    }
    if (node instanceof LabelNode label) {
      return walk(label.getBody(), con);
    }
    if (!(node instanceof OpApplNode appl)) {
      return leaf(node, con, List.of());
    }
    ExprOrOpArgNode[] args = appl.getArgs();
    switch (BuiltInOPs.getOpCode(appl.getOperator().getName())) {
      case ToolGlobals.OPCODE_cl, ToolGlobals.OPCODE_land -> {
        for (ExprOrOpArgNode conjunct : args) {
          Explanation found = walk(conjunct, con);
          if (found != null) {
            return found;
          }
        }
        return null;
      }
      case ToolGlobals.OPCODE_dl, ToolGlobals.OPCODE_lor -> {
        return disjunction(appl, con);
      }
      case ToolGlobals.OPCODE_ite -> {
        return branch(appl, con);
      }
      case ToolGlobals.OPCODE_unchanged -> {
        return after == null ? null : unchanged(appl, args[0], con);
      }
      case 0 -> {
        Object def = tool.lookup(appl.getOperator(), con, false);
        if (def instanceof OpDefNode d && d.getBody() != null && !d.getInRecursive()) {
          via.addLast(d.getName().toString());
          Explanation found = walk(d.getBody(), tool.getOpContext(d, args, con, true));
          via.removeLast();
          return found;
        }
        return leaf(appl, con, args.length == 2 ? List.of(args) : List.of());
      }
      default -> {
        return leaf(appl, con, args.length == 2 ? List.of(args) : List.of());
      }
    }
  }

  /** A branch is worth entering only if exactly one disjunct's guards hold. */
  private @Nullable Explanation disjunction(OpApplNode node, Context con) {
    if (!isAction(node)) {
      return leaf(node, con, List.of());
    }
    if (after != null && !Boolean.FALSE.equals(holds(node, con))) {
      return null;
    }
    Explainer guards = new Explainer(tool, sources, before, null);
    List<SemanticNode> open = new ArrayList<>();
    for (SemanticNode disjunct : node.getArgs()) {
      if (guards.walk(disjunct, con) == null) {
        open.add(disjunct);
      }
    }
    if (open.isEmpty()) {
      return failed(node, List.of());
    }
    if (after == null) {
      return null;
    }
    Explanation found = open.size() == 1 ? walk(open.get(0), con) : null;
    return found != null ? found : failed(node, List.of());
  }

  private @Nullable Explanation branch(OpApplNode node, Context con) {
    ExprOrOpArgNode[] args = node.getArgs();
    Boolean condition = isAction(node) ? holds(args[0], con) : null;
    if (condition == null) {
      return leaf(node, con, List.of());
    }
    SemanticNode taken = condition ? args[1] : args[2];
    if (sources.text(taken).equals("FALSE")) {
      return failed(node, List.of());
    }
    return walk(taken, con);
  }

  private @Nullable Explanation unchanged(OpApplNode whole, SemanticNode node, Context con) {
    if (node instanceof OpApplNode appl) {
      int code = BuiltInOPs.getOpCode(appl.getOperator().getName());
      if (code == ToolGlobals.OPCODE_tup) {
        for (ExprOrOpArgNode part : appl.getArgs()) {
          Explanation found = unchanged(whole, part, con);
          if (found != null) {
            return found;
          }
        }
        return null;
      }
      Object def = code == 0 ? tool.lookup(appl.getOperator(), con, false) : null;
      if (def instanceof OpDefNode d && d.getBody() != null) {
        return unchanged(whole, d.getBody(), tool.getOpContext(d, appl.getArgs(), con, true));
      }
    }
    String was = value(node, con, before, TLCState.Empty);
    String is = value(node, con, after == null ? before : after, TLCState.Empty);
    if (was.equals(is)) {
      return null;
    }
    String text = sources.text(node);
    return failed(whole, List.of(new Operand(text, was), new Operand(text + "'", is)));
  }

  private @Nullable Explanation leaf(
      SemanticNode node, Context con, List<? extends SemanticNode> sides) {
    // Without a pair a primed conjunct says nothing, and one that cannot be evaluated is not named.
    boolean unknown = after == null;
    Boolean holds = (after == null && isAction(node)) ? null : holds(node, con);
    if (holds == null ? unknown : holds) {
      return null;
    }
    List<Operand> operands = new ArrayList<>();
    if (node instanceof OpApplNode appl
        && COMPARISONS.contains(appl.getOperator().getName().toString())) {
      for (SemanticNode side : sides) {
        operands.add(new Operand(sources.text(side), value(side, con, before, other())));
      }
    }
    return failed(node, operands);
  }

  private Explanation failed(SemanticNode node, List<Operand> operands) {
    return new Explanation(
        sources.text(node),
        node.getLocation().source() + ".tla",
        node.getLocation().beginLine(),
        List.copyOf(via),
        operands);
  }

  /**
   * Null if it cannot be evaluated: an operand of the wrong kind, or a primed one without a pair.
   */
  private @Nullable Boolean holds(SemanticNode node, Context con) {
    try {
      return tool.eval(node, con, before, other(), EvalControl.Clear) instanceof BoolValue b
          ? b.val
          : null;
    } catch (RuntimeException | StackOverflowError e) {
      return null;
    }
  }

  private String value(SemanticNode node, Context con, TLCState s, TLCState t) {
    try {
      return Encoder.text(tool.eval(node, con, s, t, EvalControl.Clear));
    } catch (RuntimeException | StackOverflowError e) {
      return "(" + Failures.oneLine(e) + ")";
    }
  }

  private TLCState other() {
    return after == null ? TLCState.Empty : after;
  }

  private static boolean isAction(SemanticNode n) {
    return n instanceof LevelNode l && l.getLevel() >= LevelConstants.ActionLevel;
  }
}
