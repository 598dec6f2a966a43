package org.fragcache.spec.oracle.tlc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.LevelConstants;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tlc2.tool.Action;
import tlc2.tool.TLCState;
import tlc2.tool.ToolGlobals;
import tlc2.util.Context;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * What must hold of a specification, by the names of its properties, and where it is asked.
 *
 * <p>Every invariant and every property {@code [][A]_v} of the root module counts, told by the
 * convention of their names. What quantifies over all calls is asked call by call: a step of the
 * graph has its call, and a pair of states that two calls explain is two steps.
 */
final class Laws {
  /** The initial predicate, which TLC takes apart as it does actions. */
  static final String INIT = "Init";

  /** Each call does what it does in the layer above, also where it changes nothing here. */
  static final String EVERY_STEP = "EveryStepProp";

  /** An initial state is one of the layer above; of steps {@link #EVERY_STEP} says more. */
  static final String REFINES = "RefinesProp";

  /** Each call returns what it returns in the layer above. */
  static final String SAME_OUTCOME = "SameOutcomeInv";

  /** A call has a step exactly where its outcome says that it takes effect. */
  static final String OUTCOME_IS_STEP = "OutcomeIsStepInv";

  private static final String ABOVE = "FV!";
  private static final String DO = "Do";
  private static final String ENVIRONMENT = "Environment";

  /** Asked call by call, under the names above. */
  private static final Set<String> CALL_BY_CALL =
      Set.of(
          SAME_OUTCOME,
          OUTCOME_IS_STEP,
          EVERY_STEP,
          "SameEffectProp",
          "RejectedChangesNothingProp");

  /**
   * An invariant.
   *
   * @param enables the actions of which it asks whether they are enabled: TLC takes their formulas
   *     apart then
   */
  record Law(String name, Action formula, Set<String> enables) {}

  /**
   * A property of steps.
   *
   * @param call the only action that it speaks about; {@link #ENVIRONMENT}; or null
   * @param bound the variables that stand for its arguments, or for the whole call
   */
  record StepLaw(
      String name, SemanticNode formula, @Nullable String call, List<FormalParamNode> bound) {}

  private final MutantTool tool;
  private final Alphabet alphabet;
  private final List<Law> invariants = new ArrayList<>();
  private final List<StepLaw> steps = new ArrayList<>();
  private final List<Law> witnesses = new ArrayList<>();
  private final Value[] calls; // as tuples; null: a step of the environment
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> outcomes = new ArrayList<>();
  private final String completed; // the set, as text
  private final OpDefNode outcome;
  private final OpDefNode outcomeAbove;
  private final OpDefNode doAbove;
  private final Action environmentAbove;
  private final Action initialAbove;

  Laws(MutantTool tool, Alphabet alphabet, Map<String, ModelValue> models) {
    this.tool = tool;
    this.alphabet = alphabet;
    Set<String> names = new HashSet<>();
    alphabet.calls.forEach(c -> names.add(c.name()));
    Set<String> absent = new HashSet<>();
    MutantFinder.actions(tool).forEach(d -> absent.add(d.getName().toString()));
    absent.removeAll(names);
    for (OpDefNode d : tool.getRootModule().getOpDefs()) {
      String name = d.getName().toString();
      if (d.getArity() == 0 && name.indexOf('!') < 0 && !CALL_BY_CALL.contains(name)) {
        add(d, name, names, absent);
      }
    }
    outcome = definition("Outcome");
    outcomeAbove = definition(ABOVE + "Outcome");
    doAbove = definition(ABOVE + "Do");
    environmentAbove = new Action(definition(ABOVE + "Environment").getBody(), Context.Empty);
    initialAbove = new Action(definition(ABOVE + "Init").getBody(), Context.Empty);
    Value all = value("Calls");
    calls = new Value[alphabet.calls.size()];
    for (int i = 0; i < calls.length; i++) {
      StringBuilder text = new StringBuilder("<<\"" + alphabet.calls.get(i).name() + "\"");
      alphabet.calls.get(i).args().forEach(arg -> text.append(',').append(arg));
      Value tuple = Parser.parse(models, "call", text.append(">>").toString());
      if (all.member(tuple)) {
        calls[i] = tuple;
      }
    }
    completed = Encoder.text(value("Completed"));
  }

  private OpDefNode definition(String name) {
    OpDefNode d = tool.getRootModule().getOpDef(UniqueString.uniqueStringOf(name));
    if (d == null) {
      throw new UsageException(
          "module " + tool.getRootName() + ": no operator " + name + ", expected for mutants");
    }
    return d;
  }

  private Value value(String name) {
    return (Value) tool.eval(definition(name).getBody(), Context.Empty, TLCState.Empty);
  }

  private void add(OpDefNode d, String name, Set<String> names, Set<String> absent) {
    SemanticNode body = d.getBody();
    boolean witness = name.startsWith("Reach");
    if (d.getLevel() <= LevelConstants.VariableLevel
        && (witness || name.endsWith("Inv") || name.equals("TypeOK"))) {
      Set<String> enables = new HashSet<>();
      enables(body, enables);
      Law law = new Law(name, new Action(body, Context.Empty), Set.copyOf(enables));
      (witness ? witnesses : invariants).add(law);
    } else if (!witness
        && name.endsWith("Prop")
        && Forms.code(body) == ToolGlobals.OPCODE_box
        && Forms.code(((OpApplNode) body).getArgs()[0]) == ToolGlobals.OPCODE_sa) {
      SemanticNode step = ((OpApplNode) ((OpApplNode) body).getArgs()[0]).getArgs()[0];
      StepLaw law = ofAction(name, step, names, absent);
      if (law != null) {
        steps.add(law);
      }
    }
  }

  /**
   * {@code \\A x \\in S : A(x) => B} need only be asked of steps that are A's.
   *
   * @param absent the actions that the model leaves out
   * @return null if it speaks of one of these
   */
  private static @Nullable StepLaw ofAction(
      String name, SemanticNode step, Set<String> names, Set<String> absent) {
    if (Forms.code(step) == ToolGlobals.OPCODE_bf
        && ((OpApplNode) step).getArgs()[0] instanceof OpApplNode implies
        && Forms.code(implies) == ToolGlobals.OPCODE_implies
        && implies.getArgs()[0] instanceof OpApplNode action) {
      List<FormalParamNode> bound = new ArrayList<>();
      for (FormalParamNode[] group : ((OpApplNode) step).getBdedQuantSymbolLists()) {
        bound.addAll(List.of(group));
      }
      String operator = Forms.name(action);
      if (isOf(action, bound) && (names.contains(operator) || operator.equals(DO))) {
        return new StepLaw(name, implies.getArgs()[1], operator, bound);
      }
      if (isOf(action, bound) && absent.contains(operator)) {
        return null;
      }
    }
    if (Forms.code(step) == ToolGlobals.OPCODE_implies
        && applies(((OpApplNode) step).getArgs()[0], ENVIRONMENT)) {
      return new StepLaw(name, step, ENVIRONMENT, List.of());
    }
    String call =
        names.stream().filter(n -> name.startsWith(n) && applies(step, n)).findFirst().orElse(null);
    return new StepLaw(name, step, call, List.of());
  }

  /** Whether the arguments are these variables, in their order. */
  private static boolean isOf(OpApplNode action, List<FormalParamNode> bound) {
    List<Object> args = new ArrayList<>();
    for (SemanticNode arg : action.getArgs()) {
      args.add(arg instanceof OpApplNode a ? a.getOperator() : arg);
    }
    return args.equals(bound);
  }

  private static void enables(SemanticNode node, Set<String> out) {
    if (Forms.code(node) == ToolGlobals.OPCODE_enabled) {
      out.add(Forms.name(((OpApplNode) node).getArgs()[0]));
    }
    SemanticNode[] children = node.getChildren();
    if (children != null) {
      for (SemanticNode child : children) {
        if (child != null) {
          enables(child, out);
        }
      }
    }
  }

  private static boolean applies(SemanticNode node, String operator) {
    if (node instanceof OpApplNode appl && Forms.name(appl).equals(operator)) {
      return true;
    }
    SemanticNode[] children = node.getChildren();
    if (children != null) {
      for (SemanticNode child : children) {
        if (child != null && applies(child, operator)) {
          return true;
        }
      }
    }
    return false;
  }

  List<Law> invariants() {
    return invariants;
  }

  List<Law> witnesses() {
    return witnesses;
  }

  boolean isCall(int call) {
    return calls[call] != null;
  }

  boolean holds(Law law, TLCState s) {
    return tool.isValid(law.formula(), s);
  }

  private boolean holds(StepLaw law, int call, String name, TLCState s, TLCState t) {
    Context con = Context.Empty;
    if (DO.equals(law.call())) {
      if (calls[call] == null) {
        return true;
      }
      con = con.cons(law.bound().get(0), calls[call]);
    } else if (ENVIRONMENT.equals(law.call())) {
      if (calls[call] != null) {
        return true;
      }
    } else if (law.call() != null) {
      if (!law.call().equals(name)) {
        return true;
      }
      for (int i = 0; i < law.bound().size(); i++) {
        FormalParamNode formal = alphabet.actions.get(call).getOpDef().getParams()[i];
        con = con.cons(law.bound().get(i), alphabet.actions.get(call).con.lookup(formal));
      }
    }
    return tool.isValid(new Action(law.formula(), con), s, t);
  }

  /** What a call returns in a state, as text. */
  String outcome(int call, TLCState s) {
    return Encoder.text(apply(outcome, call, s));
  }

  /** The name of a law of outcomes that does not hold, or null. */
  @Nullable String wrongOutcome(int call, TLCState s, String text, boolean enabled) {
    int at = text.indexOf("status|->") + "status|->".length();
    String status = text.substring(at, text.indexOf('"', at + 1) + 1);
    if (completed.contains(status) != enabled) {
      return OUTCOME_IS_STEP;
    }
    return text.equals(Encoder.text(apply(outcomeAbove, call, s))) ? null : SAME_OUTCOME;
  }

  boolean isInitialAbove(TLCState s) {
    return tool.isValid(initialAbove, s);
  }

  private Value apply(OpDefNode d, int call, TLCState s) {
    return (Value) tool.eval(d.getBody(), Context.Empty.cons(d.getParams()[0], calls[call]), s);
  }

  /** The name of a law of steps that does not hold, or null. */
  @Nullable String wrongStep(int call, String name, TLCState s, TLCState t) {
    for (StepLaw law : steps) {
      if (!holds(law, call, name, s, t)) {
        return law.name();
      }
    }
    Action above =
        calls[call] == null
            ? environmentAbove
            : new Action(
                doAbove.getBody(), Context.Empty.cons(doAbove.getParams()[0], calls[call]));
    return tool.isValid(above, s, t) ? null : EVERY_STEP;
  }

  /** Number of an outcome's text, from 1. */
  int number(String text) {
    Integer known = numbers.get(text);
    if (known == null) {
      outcomes.add(text);
      known = outcomes.size();
      numbers.put(text, known);
    }
    return known;
  }

  /** The text of an outcome; empty for a step of the environment. */
  String text(int number) {
    return number <= 0 ? "" : outcomes.get(number - 1);
  }
}
