package org.fragcache.spec.oracle.tlc;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.AbortException;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.LabelNode;
import tla2sany.semantic.LetInNode;
import tla2sany.semantic.LevelNode;
import tla2sany.semantic.NumeralNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.semantic.SymbolNode;
import tlc2.tool.BuiltInOPs;
import tlc2.tool.ToolGlobals;
import tlc2.tool.impl.Tool;
import tlc2.value.impl.IntValue;
import util.UniqueString;

/** Reads nodes of SANY's tree, and makes new ones as SANY and TLC would. */
final class Forms {
  static final String TRUE = "TRUE";
  static final String FALSE = "FALSE";
  private static final String NOT = "\\lnot";

  private final Tool tool;
  private final Map<String, SymbolNode> symbols = new HashMap<>();
  private final Map<OpDefNode, Boolean> hands = new HashMap<>();

  Forms(Tool tool) {
    this.tool = tool;
  }

  /** The code of a built-in operator, 0 if the node is no application of one. */
  static int code(SemanticNode node) {
    return node instanceof OpApplNode appl ? BuiltInOPs.getOpCode(appl.getOperator().getName()) : 0;
  }

  static String name(SemanticNode node) {
    return node instanceof OpApplNode appl ? appl.getOperator().getName().toString() : "";
  }

  static boolean isConjunction(int code) {
    return code == ToolGlobals.OPCODE_cl || code == ToolGlobals.OPCODE_land;
  }

  static boolean isDisjunction(int code) {
    return code == ToolGlobals.OPCODE_dl || code == ToolGlobals.OPCODE_lor;
  }

  static boolean isTruthValue(SemanticNode node) {
    return name(node).equals(TRUE) || name(node).equals(FALSE);
  }

  /** The symbol of an operator, built in or of a standard module. */
  private SymbolNode symbol(String name) {
    return symbols.computeIfAbsent(
        name,
        n -> {
          SymbolNode found =
              tool.getRootModule().getContext().getSymbol(UniqueString.uniqueStringOf(n));
          if (found == null) {
            found =
                tla2sany.semantic.Context.getGlobalContext()
                    .getSymbol(UniqueString.uniqueStringOf(n));
          }
          if (found == null) {
            throw new IllegalStateException("SANY has no symbol " + n);
          }
          return found;
        });
  }

  private OpApplNode apply(String operator, SemanticNode at, ExprOrOpArgNode... args) {
    try {
      return leveled(new OpApplNode(symbol(operator), args, at.stn, tool.getRootModule()));
    } catch (AbortException e) {
      throw new IllegalStateException("SANY refuses " + operator, e);
    }
  }

  /** A new node, with the level that TLC asks of a node before it evaluates it, as SANY sets it. */
  static <N extends LevelNode> N leveled(N node) {
    node.levelCheck(1);
    return node;
  }

  OpApplNode truth(boolean value, SemanticNode at) {
    return apply(value ? TRUE : FALSE, at);
  }

  OpApplNode not(ExprOrOpArgNode node) {
    return apply(NOT, node, node);
  }

  OpApplNode with(String operator, OpApplNode node) {
    return apply(operator, node, node.getArgs());
  }

  NumeralNode numeral(int value, SemanticNode at) {
    try {
      NumeralNode node = new NumeralNode(String.valueOf(value), at.stn);
      node.setToolObject(tool.getId(), IntValue.gen(value));
      return leveled(node);
    } catch (AbortException e) {
      throw new IllegalStateException("SANY refuses the number " + value, e);
    }
  }

  /** Whether an operator's value is, in some case, its first argument, changed or not. */
  boolean handsOn(OpDefNode d) {
    if (d.getBody() == null || d.getArity() == 0) {
      return false;
    }
    Boolean known = hands.putIfAbsent(d, false); // what calls itself decides nothing
    if (known != null) {
      return known;
    }
    boolean result = results(d.getBody(), d.getParams()[0], new HashSet<>());
    hands.put(d, result);
    return result;
  }

  private boolean results(@Nullable SemanticNode node, SymbolNode formal, Set<OpDefNode> locals) {
    if (node instanceof LetInNode let) {
      for (OpDefNode d : let.getLets()) {
        locals.add(d);
      }
      return results(let.getBody(), formal, locals);
    } else if (node instanceof LabelNode label) {
      return results(label.getBody(), formal, locals);
    } else if (!(node instanceof OpApplNode appl)) {
      return false;
    } else if (isSame(appl.getOperator(), formal)) {
      return true;
    } else {
      ExprOrOpArgNode[] args = appl.getArgs();
      return switch (code(appl)) {
        case ToolGlobals.OPCODE_ite ->
            results(args[1], formal, locals) || results(args[2], formal, locals);
        case ToolGlobals.OPCODE_exc -> results(args[0], formal, locals);
        case ToolGlobals.OPCODE_case -> {
          boolean any = false;
          for (ExprOrOpArgNode arm : args) {
            any |= arm instanceof OpApplNode pair && results(pair.getArgs()[1], formal, locals);
          }
          yield any;
        }
        case 0 -> {
          if (!(appl.getOperator() instanceof OpDefNode d) || d.getBody() == null) {
            yield false;
          }
          yield args.length == 0
              ? locals.contains(d) && results(d.getBody(), formal, locals)
              : handsOn(d) && results(args[0], formal, locals);
        }
        default -> false;
      };
    }
  }

  @SuppressWarnings("ReferenceEquality") // nodes of a tree
  private static boolean isSame(SymbolNode a, SymbolNode b) {
    return a == b;
  }
}
