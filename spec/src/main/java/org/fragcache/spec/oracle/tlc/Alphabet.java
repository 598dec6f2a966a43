package org.fragcache.spec.oracle.tlc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.Use;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.LevelNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.SubstInNode;
import tlc2.tool.Action;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.Tool;
import tlc2.util.Context;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.LazyValue;
import tlc2.value.impl.Value;

/**
 * The calls of the next-state relation, from the actions that TLC splits it into. TLC splits only
 * some shapes, and names the rest after an enclosing operator without saying so; every such action
 * is refused here, since a call alphabet that is quietly too coarse would make replay quietly too
 * weak.
 */
final class Alphabet {
  private static final String HINT =
      "; write Next as a disjunction of \\E over constant sets : Op(parameters), guards inside Op";

  final List<Call> calls = new ArrayList<>();
  final List<Action> actions = new ArrayList<>();

  private record Entry(int name, Call call, List<Value> values, Action action) {}

  Alphabet(Tool tool, Use use) {
    SemanticNode next = tool.getNextStateSpec().pred;
    List<Entry> entries = new ArrayList<>();
    Map<String, Integer> names = new HashMap<>();
    Set<OpDefNode> searched = new HashSet<>();
    for (Action action : tool.getActions()) {
      OpDefNode op = action.getOpDef();
      if (op != null && action.pred instanceof OpApplNode a && same(a.getOperator(), op)) {
        throw refuse(action, op, "has arguments that depend on the state");
      }
      if (op == null || !isBody(op.getBody(), action.pred) || isNext(op, next)) {
        throw refuse(action, op, "is not the body of an operator of its own");
      }
      if (use == Use.REPLAY && searched.add(op)) {
        refuseInnerChoice(tool, op, op.getBody(), new HashSet<>());
      }
      FormalParamNode[] formals = op.getParams();
      List<Value> values = new ArrayList<>();
      List<String> args = new ArrayList<>();
      for (FormalParamNode formal : formals) {
        Value value = argument(action.con, formal, action, op);
        values.add(value);
        args.add(Encoder.text(value));
      }
      String name = op.getName().toString();
      int position = names.computeIfAbsent(name, n -> names.size());
      entries.add(new Entry(position, new Call(name, args), values, action));
    }
    if (entries.isEmpty()) {
      throw new UsageException("module " + tool.getRootName() + ": Next has no action");
    }
    entries.sort(Comparator.comparingInt(Entry::name).thenComparing(Alphabet::compareArguments));
    for (Entry e : entries) {
      if (!calls.isEmpty() && calls.get(calls.size() - 1).equals(e.call())) {
        throw refuse(e.action(), e.action().getOpDef(), "occurs twice as " + e.call());
      }
      calls.add(e.call());
      actions.add(e.action());
    }
  }

  /**
   * TLC keeps the nodes that it does not split: an action's formula is its operator's very body.
   */
  @SuppressWarnings("ReferenceEquality")
  private static boolean same(Object a, Object b) {
    return a == b;
  }

  /** TLC enters LET on the way to the action. */
  private static boolean isBody(SemanticNode body, SemanticNode pred) {
    if (same(body, pred)) {
      return true;
    } else if (body instanceof LetInNode let) {
      return isBody(let.getBody(), pred);
    } else if (body instanceof LabelNode label) {
      return isBody(label.getBody(), pred);
    } else if (body instanceof SubstInNode subst && subst.getSubsts().length == 0) {
      return isBody(subst.getBody(), pred);
    }
    return false;
  }

  private static boolean isNext(OpDefNode op, SemanticNode next) {
    return isBody(op.getBody(), next)
        || (next instanceof OpApplNode a && same(a.getOperator(), op));
  }

  private static Value argument(Context con, FormalParamNode formal, Action action, OpDefNode op) {
    Object bound = con.lookup(formal);
    if (bound instanceof LazyValue lazy) {
      bound = lazy.getValue();
    }
    if (bound instanceof Value v) {
      v.deepNormalize();
      return v;
    }
    throw refuse(action, op, "has no constant value for parameter " + formal.getName());
  }

  private static UsageException refuse(Action action, @Nullable OpDefNode op, String why) {
    String name = op == null ? "an action" : "action " + op.getName();
    return new UsageException(Sources.place(action.pred) + ": " + name + " " + why + HINT);
  }

  /** Canonical order: integers first, by number; all else by text. */
  private static int compareArguments(Entry a, Entry b) {
    int n = Math.min(a.values().size(), b.values().size());
    for (int i = 0; i < n; i++) {
      boolean intA = a.values().get(i) instanceof IntValue;
      boolean intB = b.values().get(i) instanceof IntValue;
      int c;
      if (intA && intB) {
        c = Integer.compare(((IntValue) a.values().get(i)).val, ((IntValue) b.values().get(i)).val);
      } else if (intA != intB) {
        c = intA ? -1 : 1;
      } else {
        c = a.call().args().get(i).compareTo(b.call().args().get(i));
      }
      if (c != 0) {
        return c;
      }
    }
    return Integer.compare(a.values().size(), b.values().size());
  }

  private static void refuseInnerChoice(
      Tool tool, OpDefNode op, SemanticNode node, Set<OpDefNode> seen) {
    if (node instanceof OpApplNode a) {
      int code = BuiltInOPs.getOpCode(a.getOperator().getName());
      boolean primed = a.getArgs().length > 0 && isPrime(a.getArgs()[0]);
      if ((code == ToolGlobals.OPCODE_be && isAction(a))
          || (code == ToolGlobals.OPCODE_in && primed)) {
        throw new UsageException(
            Sources.place(a)
                + ": action "
                + op.getName()
                + " makes a choice that is not among its arguments"
                + HINT);
      }
      Object def = code == 0 ? tool.lookup(a.getOperator(), Context.Empty, false) : null;
      if (def instanceof OpDefNode d && d.getBody() != null && seen.add(d)) {
        refuseInnerChoice(tool, op, d.getBody(), seen);
      }
    }
    SemanticNode[] children = node.getChildren();
    if (children != null) {
      for (SemanticNode child : children) {
        if (child != null) { // CASE has no guard of OTHER
          refuseInnerChoice(tool, op, child, seen);
        }
      }
    }
  }

  private static boolean isPrime(SemanticNode n) {
    return n instanceof OpApplNode a
        && BuiltInOPs.getOpCode(a.getOperator().getName()) == ToolGlobals.OPCODE_prime;
  }

  private static boolean isAction(SemanticNode n) {
    return n instanceof LevelNode l && l.getLevel() >= LevelConstants.ActionLevel;
  }
}
