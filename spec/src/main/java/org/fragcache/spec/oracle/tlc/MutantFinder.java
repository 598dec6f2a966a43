package org.fragcache.spec.oracle.tlc;

import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fragcache.spec.oracle.SpecMutant;
import org.fragcache.spec.oracle.SpecMutant.Change;
import org.fragcache.spec.oracle.SpecMutant.Edit;
import org.fragcache.spec.oracle.SpecMutant.Span;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.AtNode;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.LevelNode;
import tla2sany.semantic.NumeralNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.st.Location;
import tla2sany.st.TreeNode;
import tlc2.tool.EvalControl;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import tlc2.util.Context;
import util.UniqueString;

/**
 * Finds what can be changed, in the definitions of some modules that can be reached from the
 * initial states, the actions and {@code Outcome}. Changes are made in SANY's tree, which TLC
 * evaluates as it stands.
 */
final class MutantFinder {
  private static final Map<String, String> OTHER_OPERATOR =
      Map.of("+", "-", "-", "+", "<", "\\leq", "\\leq", "<", ">", "\\geq", "\\geq", ">");
  private static final Map<String, String> SPELLING = Map.of("\\leq", "<=", "\\geq", ">=");

  /** Of these TLC asks the value, wherever they stand. */
  private static final Set<Integer> EVALUATED =
      Set.of(
          ToolGlobals.OPCODE_noteq,
          ToolGlobals.OPCODE_notin,
          ToolGlobals.OPCODE_lnot,
          ToolGlobals.OPCODE_subseteq);

  /** Where a node stands, to put another there. */
  private interface Place {
    void put(ExprNode node);
  }

  private final MutantTool tool;
  private final Sources sources;
  private final Forms forms;

  private final List<Mutation> found = new ArrayList<>();
  private final Map<String, Integer> occurrences = new HashMap<>();
  private final Set<OpDefNode> reached = new LinkedHashSet<>();
  private final Deque<OpDefNode> open = new ArrayDeque<>();

  /** By node: the actions whose formula TLC takes apart there. */
  private final Map<Integer, Set<String>> apart = new HashMap<>();

  /** The definition that is being visited. */
  private @Nullable OpDefNode definition;

  MutantFinder(MutantTool tool, Sources sources, Set<String> modules) {
    this.tool = tool;
    this.sources = sources;
    this.forms = new Forms(tool);
    Set<OpDefNode> actions = actions(tool);
    for (OpDefNode d : actions) {
      takeApart(d.getBody(), d.getName().toString(), new HashSet<>());
      reach(d);
    }
    for (String name : List.of(Laws.INIT, "Outcome")) {
      OpDefNode d = tool.getRootModule().getOpDef(UniqueString.uniqueStringOf(name));
      if (d != null) {
        reach(d);
        if (name.equals(Laws.INIT)) {
          takeApart(d.getBody(), name, new HashSet<>());
        }
      }
    }
    while (!open.isEmpty()) {
      findReached(open.remove().getBody());
    }
    for (OpDefNode d : reached) {
      if (modules.contains(d.getLocation().source())) {
        definition = d;
        visit(d.getBody(), d::setBody, d.getBody());
      }
    }
    for (OpDefNode d : actions) {
      if (modules.contains(d.getLocation().source())) {
        definition = d;
        String name = d.getName().toString();
        Span span = span(d.getLocation());
        Edit edit = new Edit(Edit.How.NONE, span, span, "");
        ExprNode body = d.getBody();
        ExprNode never = forms.truth(false, body);
        add(
            Change.DROP_ACTION,
            name,
            Forms.FALSE,
            edit,
            span,
            () -> d.setBody(never), // for ENABLED; steps are left out by name
            () -> d.setBody(body),
            null,
            null,
            name,
            Set.of(name));
      }
    }
  }

  List<Mutation> found() {
    return List.copyOf(found);
  }

  // What can be reached.

  /** All actions of the specification, those too that the model leaves out. */
  static Set<OpDefNode> actions(MutantTool tool) {
    Set<OpDefNode> all = new LinkedHashSet<>();
    actions(tool.getNextStateSpec().pred, all);
    return all;
  }

  /** The operators that a disjunction of choices leads to. */
  private static void actions(SemanticNode node, Set<OpDefNode> out) {
    int code = Forms.code(node);
    if (node instanceof LabelNode label) {
      actions(label.getBody(), out);
    } else if (Forms.isDisjunction(code)) {
      for (SemanticNode disjunct : ((OpApplNode) node).getArgs()) {
        actions(disjunct, out);
      }
    } else if (code == ToolGlobals.OPCODE_be) {
      actions(((OpApplNode) node).getArgs()[0], out);
    } else if (code == 0
        && node instanceof OpApplNode appl
        && appl.getOperator() instanceof OpDefNode d) {
      int body = Forms.code(d.getBody());
      if (Forms.isDisjunction(body) || body == ToolGlobals.OPCODE_be) {
        actions(d.getBody(), out);
      } else {
        out.add(d);
      }
    }
  }

  private void reach(OpDefNode d) {
    if (d.getBody() != null && sources.isOwn(d.getLocation().source()) && reached.add(d)) {
      open.add(d);
    }
  }

  private void findReached(SemanticNode node) {
    if (node instanceof LetInNode let) {
      for (OpDefNode d : let.getLets()) {
        findReached(d.getBody());
      }
      findReached(let.getBody());
      return;
    }
    if (node instanceof OpApplNode appl
        && appl.getOperator() instanceof OpDefNode d
        && Forms.code(appl) == 0
        && !d.getLocation().equals(Location.nullLoc)
        && isGlobal(d)) {
      reach(d);
    }
    SemanticNode[] children = node.getChildren();
    if (children != null) {
      for (SemanticNode child : children) {
        findReached(child);
      }
    }
  }

  /** A definition of a module, not one of a LET. */
  private boolean isGlobal(OpDefNode d) {
    return d.equals(tool.getRootModule().getOpDef(d.getName()));
  }

  /** TLC makes next states, and ENABLED, by taking these formulas apart, not by evaluating them. */
  private void takeApart(SemanticNode node, String action, Set<OpDefNode> within) {
    if (EVALUATED.contains(Forms.code(node))) {
      return;
    }
    apart.computeIfAbsent(node.getUid(), n -> new HashSet<>()).add(action);
    if (node instanceof LetInNode let) {
      takeApart(let.getBody(), action, within);
    } else if (node instanceof LabelNode label) {
      takeApart(label.getBody(), action, within);
    } else if (node instanceof OpApplNode appl) {
      ExprOrOpArgNode[] args = appl.getArgs();
      int code = Forms.code(appl);
      if (Forms.isConjunction(code) || Forms.isDisjunction(code)) {
        for (ExprOrOpArgNode arg : args) {
          takeApart(arg, action, within);
        }
      } else if (code == ToolGlobals.OPCODE_ite) {
        takeApart(args[1], action, within);
        takeApart(args[2], action, within);
      } else if (code == ToolGlobals.OPCODE_be || code == ToolGlobals.OPCODE_bf) {
        takeApart(args[0], action, within);
      } else if (code == ToolGlobals.OPCODE_implies) {
        takeApart(args[1], action, within);
      } else if (code == ToolGlobals.OPCODE_case) {
        for (ExprOrOpArgNode arm : args) {
          takeApart(((OpApplNode) arm).getArgs()[1], action, within);
        }
      } else if (code == 0
          && appl.getOperator() instanceof OpDefNode d
          && d.getBody() != null
          && within.add(d)) {
        takeApart(d.getBody(), action, within);
      }
    }
  }

  // What can be changed.

  /**
   * @param place where the node stands; null if it cannot be replaced
   * @param context the formula that shows where a number stands
   */
  private void visit(SemanticNode node, @Nullable Place place, SemanticNode context) {
    if (node instanceof LetInNode let) {
      for (OpDefNode d : let.getLets()) {
        visit(d.getBody(), d::setBody, d.getBody());
      }
      visit(let.getBody(), n -> setBody(let, n), let.getBody());
    } else if (node instanceof LabelNode label) {
      visit(label.getBody(), null, label.getBody());
    } else if (node instanceof NumeralNode numeral && place != null) {
      number(numeral, place, context);
    } else if (node instanceof OpApplNode appl) {
      application(appl, place, context);
      ExprOrOpArgNode[] args = appl.getArgs();
      boolean shown = Forms.code(appl) == ToolGlobals.OPCODE_seq; // the path of an EXCEPT
      for (int i = 0; i < args.length; i++) {
        int at = i;
        if (args[i] != null) {
          visit(args[i], n -> args[at] = n, shown ? context : appl);
        }
      }
      ExprNode[] bounds = appl.getBdedQuantBounds();
      if (bounds != null) {
        for (ExprNode bound : bounds) {
          visit(bound, null, bound);
        }
      }
    }
  }

  private static void setBody(LetInNode let, ExprNode body) {
    try {
      Field field = LetInNode.class.getDeclaredField("body");
      field.setAccessible(true);
      field.set(let, body);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("SANY's LET has no body to set", e);
    }
  }

  private void number(NumeralNode node, Place place, SemanticNode context) {
    int value = node.val();
    for (int other : value == 0 ? new int[] {1} : new int[] {value + 1, value - 1}) {
      replace(
          Change.OFF_BY_ONE,
          node,
          place,
          forms.numeral(other, node),
          String.valueOf(other),
          context);
    }
  }

  private void application(OpApplNode node, @Nullable Place place, SemanticNode context) {
    ExprOrOpArgNode[] args = node.getArgs();
    int code = Forms.code(node);
    if (Forms.isConjunction(code) || Forms.isDisjunction(code)) {
      for (int i = 0; i < args.length; i++) {
        int at = i;
        part(args[i], n -> args[at] = n, Forms.isConjunction(code));
      }
    }
    switch (code) {
      case ToolGlobals.OPCODE_ite, ToolGlobals.OPCODE_bf, ToolGlobals.OPCODE_be ->
          negate(args[0], n -> args[0] = n);
      case ToolGlobals.OPCODE_sso -> part(args[0], n -> args[0] = n, true);
      case ToolGlobals.OPCODE_implies -> {
        negate(args[0], n -> args[0] = n);
        negate(args[1], n -> args[1] = n);
      }
      case ToolGlobals.OPCODE_case -> {
        for (ExprOrOpArgNode arm : args) {
          ExprOrOpArgNode[] pair = ((OpApplNode) arm).getArgs();
          if (pair[0] != null) {
            negate(pair[0], n -> pair[0] = n);
          }
        }
      }
      case ToolGlobals.OPCODE_exc -> {
        for (int i = 1; i < args.length; i++) {
          OpApplNode pair = (OpApplNode) args[i];
          ExprOrOpArgNode[] sides = pair.getArgs();
          replace(
              Change.DROP_UPDATE,
              sides[1],
              n -> sides[1] = n,
              Forms.leveled(new AtNode(node, pair)),
              "@",
              pair);
        }
      }
      case ToolGlobals.OPCODE_eq -> {
        if (Forms.code(args[0]) == ToolGlobals.OPCODE_prime) {
          ExprNode variable = (ExprNode) ((OpApplNode) args[0]).getArgs()[0];
          String text = sources.text(variable);
          replace(Change.DROP_UPDATE, args[1], n -> args[1] = n, variable, text, node);
        }
      }
      case ToolGlobals.OPCODE_cup, ToolGlobals.OPCODE_cap -> {
        keep(Change.DROP_OPERAND, node, place, args[0]);
        keep(Change.DROP_OPERAND, node, place, args[1]);
      }
      case ToolGlobals.OPCODE_setdiff -> keep(Change.DROP_OPERAND, node, place, args[0]);
      default -> {
        // Nothing more than its parts.
      }
    }
    String other = OTHER_OPERATOR.get(Forms.name(node));
    if (other != null && place != null && args.length == 2) {
      operator(node, place, other);
    }
    if (code == 0 && node.getOperator() instanceof OpDefNode d && forms.handsOn(d)) {
      keep(Change.DROP_UPDATE, node, place, args[0]);
    }
    if (Forms.isTruthValue(node) && place != null) {
      boolean becomes = Forms.name(node).equals(Forms.FALSE);
      replace(
          Change.NEGATE,
          node,
          place,
          forms.truth(becomes, node),
          becomes ? Forms.TRUE : Forms.FALSE,
          context);
    }
  }

  private static boolean isAction(SemanticNode n) {
    return n instanceof LevelNode l && l.getLevel() >= LevelConstants.ActionLevel;
  }

  /** A conjunct, or a disjunct. */
  private void part(ExprOrOpArgNode node, Place place, boolean conjunct) {
    if (isAction(node)) {
      return;
    }
    if (!Forms.isTruthValue(node)) {
      replace(
          conjunct ? Change.DROP_CONJUNCT : Change.DROP_DISJUNCT,
          node,
          place,
          forms.truth(conjunct, node),
          conjunct ? Forms.TRUE : Forms.FALSE,
          node);
    }
    negate(node, place);
  }

  private void negate(ExprOrOpArgNode node, Place place) {
    if (isAction(node) || Forms.isTruthValue(node)) {
      return;
    }
    Span at = span(node.getLocation());
    String text = Sources.line(sources.text(node));
    add(
        Change.NEGATE,
        text,
        "~(" + text + ")",
        new Edit(Edit.How.NEGATE, at, at, ""),
        at,
        () -> place.put(forms.not(node)),
        () -> place.put((ExprNode) node),
        node,
        null,
        null,
        apart.getOrDefault(node.getUid(), Set.of()));
  }

  private void operator(OpApplNode node, Place place, String other) {
    TreeNode sign = sign(node);
    if (sign == null) {
      return;
    }
    String spelling = SPELLING.getOrDefault(other, other);
    OpApplNode becomes = forms.with(other, node);
    Span at = span(sign.getLocation());
    add(
        Change.OFF_BY_ONE,
        Sources.line(sources.text(node)),
        sources.with(node.getLocation(), sign.getLocation(), spelling),
        new Edit(Edit.How.REPLACE, at, at, spelling),
        at,
        () -> place.put(becomes),
        () -> place.put(node),
        node,
        becomes,
        null,
        apart.getOrDefault(node.getUid(), Set.of()));
  }

  /** The operator's sign in the text of an application of an infix operator. */
  private static @Nullable TreeNode sign(OpApplNode node) {
    TreeNode[] parts = node.stn.heirs();
    return parts != null && parts.length == 3 ? parts[1] : null;
  }

  private void replace(
      Change change,
      ExprOrOpArgNode node,
      Place place,
      ExprNode becomes,
      String text,
      SemanticNode context) {
    Span at = span(node.getLocation());
    add(
        change,
        Sources.line(sources.text(context)),
        sources.with(context.getLocation(), node.getLocation(), text),
        new Edit(Edit.How.REPLACE, at, at, text),
        at,
        () -> place.put(becomes),
        () -> place.put((ExprNode) node),
        node,
        becomes,
        null,
        apart.getOrDefault(node.getUid(), Set.of()));
  }

  private void keep(Change change, OpApplNode node, @Nullable Place place, ExprOrOpArgNode kept) {
    if (place == null) {
      return;
    }
    Span at = span(node.getLocation());
    add(
        change,
        Sources.line(sources.text(node)),
        Sources.line(sources.text(kept)),
        new Edit(Edit.How.KEEP, at, span(kept.getLocation()), ""),
        at,
        () -> place.put((ExprNode) kept),
        () -> place.put(node),
        node,
        kept,
        null,
        apart.getOrDefault(node.getUid(), Set.of()));
  }

  private static Span span(Location at) {
    return new Span(at.beginLine(), at.beginColumn(), at.endLine(), at.endColumn());
  }

  private void add(
      Change change,
      String formula,
      String becomes,
      Edit edit,
      Span place,
      Runnable apply,
      Runnable undo,
      @Nullable SemanticNode watched,
      @Nullable SemanticNode value,
      @Nullable String removed,
      Set<String> actions) {
    OpDefNode d = definition;
    if (d == null) {
      throw new IllegalStateException("a change outside of a definition");
    }
    String module = d.getLocation().source();
    String operator = d.getName().toString();
    String like = module + "!" + operator + change + formula + "->" + becomes;
    int occurrence = occurrences.merge(like, 1, Integer::sum);
    SpecMutant mutant =
        new SpecMutant(module, operator, change, formula, becomes, occurrence, place, edit);
    if (isConstant(d)) {
      // Evaluated once, when the module is loaded, and so are those that use it.
      List<OpDefNode> again = users(d);
      found.add(
          new Mutation(
              mutant,
              () -> {
                apply.run();
                again.forEach(this::evaluateAgain);
              },
              () -> {
                undo.run();
                again.forEach(this::evaluateAgain);
              },
              null,
              null,
              Set.of(),
              null));
    } else {
      found.add(new Mutation(mutant, apply, undo, watched, value, Set.copyOf(actions), removed));
    }
  }

  private static boolean isConstant(OpDefNode d) {
    return d.getArity() == 0 && d.getLevel() == LevelConstants.ConstantLevel;
  }

  private void evaluateAgain(OpDefNode d) {
    d.setToolObject(
        tool.getId(),
        tool.eval(d.getBody(), Context.Empty, TLCState.Empty, TLCState.Empty, EvalControl.Clear));
  }

  /** A constant and the constants whose values use it, each after those that it uses. */
  private List<OpDefNode> users(OpDefNode d) {
    List<OpDefNode> all = new ArrayList<>();
    for (OpDefNode other : tool.getRootModule().getOpDefs()) {
      if (isConstant(other)
          && other.getBody() != null
          && other.getToolObject(tool.getId()) != null
          && sources.isOwn(other.getLocation().source())
          && (other.equals(d) || uses(other.getBody(), d, new HashSet<>()))) {
        all.add(other);
      }
    }
    all.sort(
        (x, y) ->
            uses(x.getBody(), y, new HashSet<>())
                ? 1
                : uses(y.getBody(), x, new HashSet<>()) ? -1 : 0);
    return all;
  }

  private static boolean uses(SemanticNode node, OpDefNode d, Set<OpDefNode> seen) {
    if (node instanceof OpApplNode appl && appl.getOperator() instanceof OpDefNode used) {
      if (used.equals(d)) {
        return true;
      }
      if (used.getBody() != null && seen.add(used) && uses(used.getBody(), d, seen)) {
        return true;
      }
    }
    SemanticNode[] children = node.getChildren();
    if (children != null) {
      for (SemanticNode child : children) {
        if (child != null && uses(child, d, seen)) {
          return true;
        }
      }
    }
    return false;
  }
}
