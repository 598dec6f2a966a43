package org.fragcache.spec.oracle.tlc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fragcache.spec.oracle.CoveragePoint;
import org.fragcache.spec.oracle.CoveragePoint.Aspect;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.LevelNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.SymbolNode;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import tlc2.util.Context;
import tlc2.value.IValue;
import util.UniqueString;

/**
 * Where in the specification there is something to be seen: in the definitions that can be reached
 * from the actions, and from {@code Outcome}, those of constants and of standard modules left out.
 */
final class Sites {
  private static final int NONE = -1;
  private static final Set<Integer> CHOICES =
      Set.of(ToolGlobals.OPCODE_dl, ToolGlobals.OPCODE_lor, ToolGlobals.OPCODE_be);

  /**
   * A part of a formula.
   *
   * @param holds the point that it was true, or -1
   * @param fails that it was false
   * @param effect that it changed something
   * @param othersMust of a conjunct TRUE, of a disjunct FALSE: how the others must be for it to
   *     decide; else null
   * @param others those others that have no prime
   * @param variable if it is what a variable becomes: which
   */
  record Site(
      int holds,
      int fails,
      int effect,
      @Nullable Boolean othersMust,
      List<SemanticNode> others,
      @Nullable UniqueString variable) {

    /** What an effect replaces: a variable's value, or in an EXCEPT what is there before. */
    @Nullable IValue before(Context con, TLCState s) {
      return variable != null ? s.lookup(variable) : (IValue) con.lookup(ToolGlobals.EXCEPT_AT);
    }
  }

  private final Sources sources;
  private final List<CoveragePoint> points = new ArrayList<>();
  private final Map<Integer, Site> byNode = new HashMap<>();
  private Site[] sites = {};

  private final Set<OpDefNode> visited = new HashSet<>();
  private final Deque<OpDefNode> open = new ArrayDeque<>();
  private String module = "";
  private String operator = "";

  /**
   * @param next the next-state relation: all of its actions count, those too that a model leaves
   *     out
   * @param outcome the operator that says how calls end, if there is one
   */
  Sites(SemanticNode next, @Nullable OpDefNode outcome, Sources sources) {
    this.sources = sources;
    actions(next);
    if (outcome != null) {
      reach(outcome);
    }
    for (OpDefNode d = open.poll(); d != null; d = open.poll()) {
      module = d.getLocation().source();
      operator = d.getName().toString();
      visit(d.getBody());
    }
    int last = byNode.keySet().stream().mapToInt(Integer::intValue).max().orElse(NONE);
    sites = new Site[last + 1];
    byNode.forEach((uid, site) -> sites[uid] = site);
  }

  List<CoveragePoint> points() {
    return points;
  }

  @Nullable Site at(SemanticNode node) {
    int uid = node.getUid();
    return uid < sites.length ? sites[uid] : null;
  }

  static boolean isAction(SemanticNode n) {
    return n instanceof LevelNode l && l.getLevel() >= LevelConstants.ActionLevel;
  }

  /** The operators that a disjunction of choices leads to. */
  private void actions(SemanticNode node) {
    if (node instanceof LabelNode label) {
      actions(label.getBody());
    } else if (node instanceof OpApplNode appl) {
      int code = BuiltInOPs.getOpCode(appl.getOperator().getName());
      if (code == ToolGlobals.OPCODE_dl || code == ToolGlobals.OPCODE_lor) {
        for (SemanticNode disjunct : appl.getArgs()) {
          actions(disjunct);
        }
      } else if (code == ToolGlobals.OPCODE_be) {
        actions(appl.getArgs()[0]);
      } else if (code == 0 && appl.getOperator() instanceof OpDefNode d) {
        if (isChoice(d.getBody())) {
          actions(d.getBody());
        } else {
          reach(d);
        }
      }
    }
  }

  private static boolean isChoice(SemanticNode body) {
    return body instanceof OpApplNode appl
        && CHOICES.contains(BuiltInOPs.getOpCode(appl.getOperator().getName()));
  }

  /** Constants are evaluated once, when a model is loaded. */
  private void reach(OpDefNode d) {
    boolean constant = d.getArity() == 0 && d.getLevel() == LevelConstants.ConstantLevel;
    if (!constant
        && d.getBody() != null
        && sources.isOwn(d.getLocation().source())
        && visited.add(d)) {
      open.add(d);
    }
  }

  private void visit(SemanticNode node) {
    if (node instanceof LetInNode let) {
      // Definitions within are visited here, as part of the operator, whether or not they are used.
      for (OpDefNode d : let.getLets()) {
        visited.add(d);
        visit(d.getBody());
      }
      visit(let.getBody());
      return;
    }
    if (node instanceof OpApplNode appl) {
      SymbolNode symbol = appl.getOperator();
      int code = BuiltInOPs.getOpCode(symbol.getName());
      if (code == 0 && symbol instanceof OpDefNode d) {
        reach(d);
      }
      application(appl, code);
    }
    SemanticNode[] children = node.getChildren();
    if (children != null) {
      for (SemanticNode child : children) {
        visit(child);
      }
    }
  }

  private void application(OpApplNode appl, int code) {
    ExprOrOpArgNode[] args = appl.getArgs();
    switch (code) {
      case ToolGlobals.OPCODE_cl, ToolGlobals.OPCODE_land ->
          parts(args, true, Aspect.TRUE, Aspect.ALONE_FALSE);
      case ToolGlobals.OPCODE_dl, ToolGlobals.OPCODE_lor ->
          parts(args, false, Aspect.ALONE_TRUE, Aspect.FALSE);
      case ToolGlobals.OPCODE_implies -> {
        condition(args[0]);
        condition(args[1]);
      }
      case ToolGlobals.OPCODE_ite -> condition(args[0]);
      case ToolGlobals.OPCODE_case -> {
        for (ExprOrOpArgNode arm : args) {
          if (arm instanceof OpApplNode pair && pair.getArgs()[0] != null) {
            SemanticNode guard = pair.getArgs()[0];
            put(guard, point(guard, Aspect.TAKEN), NONE, NONE, null, List.of(), null);
          }
        }
      }
      case ToolGlobals.OPCODE_exc -> {
        for (int i = 1; i < args.length; i++) {
          if (args[i] instanceof OpApplNode pair) {
            SemanticNode now = pair.getArgs()[1];
            int effect = point(pair, Aspect.CHANGES);
            put(now, NONE, NONE, effect, null, List.of(), null);
          }
        }
      }
      case ToolGlobals.OPCODE_eq -> {
        if (args[0] instanceof OpApplNode left
            && BuiltInOPs.getOpCode(left.getOperator().getName()) == ToolGlobals.OPCODE_prime
            && left.getArgs()[0] instanceof OpApplNode variable) {
          int effect = point(appl, Aspect.CHANGES);
          UniqueString name = variable.getOperator().getName();
          put(args[1], NONE, NONE, effect, null, List.of(), name);
        }
      }
      default -> {
        // Nothing to be seen of it but its parts.
      }
    }
  }

  /** Conjuncts, or disjuncts: each may decide alone. */
  private void parts(ExprOrOpArgNode[] args, boolean othersMust, Aspect ifTrue, Aspect ifFalse) {
    for (int i = 0; i < args.length; i++) {
      SemanticNode part = args[i];
      if (!isAction(part)) {
        List<SemanticNode> others = new ArrayList<>(List.of(args));
        others.remove(i);
        others.removeIf(Sites::isAction);
        put(part, point(part, ifTrue), point(part, ifFalse), NONE, othersMust, others, null);
      }
    }
  }

  private void condition(SemanticNode node) {
    if (!isAction(node)) {
      put(node, point(node, Aspect.TRUE), point(node, Aspect.FALSE), NONE, null, List.of(), null);
    }
  }

  private int point(SemanticNode node, Aspect aspect) {
    String place = node.getLocation().beginLine() + ":" + node.getLocation().beginColumn();
    points.add(new CoveragePoint(module, operator, place, sources.text(node), aspect));
    return points.size() - 1;
  }

  private void put(
      SemanticNode node,
      int holds,
      int fails,
      int effect,
      @Nullable Boolean othersMust,
      List<SemanticNode> others,
      @Nullable UniqueString variable) {
    Site site = new Site(holds, fails, effect, othersMust, others, variable);
    if (byNode.put(node.getUid(), site) != null) {
      throw new IllegalStateException(Sources.place(node) + ": has two meanings for coverage");
    }
  }
}
