package org.fragcache.spec.oracle.tlc;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fragcache.spec.UsageException;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SymbolNode;
import tlc2.tool.EvalControl;
import tlc2.tool.TLCState;
import tlc2.tool.impl.Tool;
import tlc2.util.Context;
import tlc2.value.IValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.OpValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/** Evaluates operators of the root module by name. */
final class Evaluator {
  private final Tool tool;
  private final Map<String, ModelValue> models;
  private final Map<String, SymbolNode> symbols = new HashMap<>();

  Evaluator(Tool tool, Map<String, ModelValue> models) {
    this.tool = tool;
    this.models = models;
    for (OpDefNode d : tool.getRootModule().getOpDefs()) {
      symbols.put(d.getName().toString(), d);
    }
    for (OpDeclNode d : tool.getRootModule().getConstantDecls()) {
      symbols.put(d.getName().toString(), d);
    }
    for (OpDeclNode d : tool.getRootModule().getVariableDecls()) {
      symbols.put(d.getName().toString(), d);
    }
  }

  String eval(String operator, TLCState state, List<String> args) {
    SymbolNode symbol = symbols.get(operator);
    if (symbol == null) {
      throw new UsageException("module " + tool.getRootName() + ": no operator " + operator);
    }
    if (symbol.getArity() != args.size()) {
      throw new UsageException(
          operator + ": " + args.size() + " arguments, expected " + symbol.getArity());
    }
    Value[] values = new Value[args.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Parser.parse(models, operator + ": argument " + (i + 1), args.get(i));
    }
    try {
      return Encoder.text(apply(symbol, values, state));
    } catch (RuntimeException | StackOverflowError e) {
      throw Failures.evaluation(operator, e);
    }
  }

  private IValue apply(SymbolNode symbol, Value[] values, TLCState state) {
    IValue variable = state.lookup(UniqueString.uniqueStringOf(symbol.getName().toString()));
    if (symbol instanceof OpDeclNode && variable != null) {
      return variable;
    }
    // What the configuration puts in its place, if anything.
    Object meaning = tool.lookup(symbol, Context.Empty, false);
    if (meaning instanceof OpValue method) {
      return method.apply(values, EvalControl.Clear);
    } else if (meaning instanceof Value v) {
      return v;
    } else if (meaning instanceof OpDefNode d && d.getBody() != null) {
      FormalParamNode[] formals = d.getParams();
      if (Arrays.stream(formals).anyMatch(p -> p.getArity() > 0)) {
        throw new UsageException(symbol.getName() + ": takes an operator, expected values only");
      }
      Context con = Context.Empty;
      for (int i = 0; i < formals.length; i++) {
        con = con.cons(formals[i], values[i]);
      }
      return tool.eval(d.getBody(), con, state);
    }
    throw new UsageException(symbol.getName() + ": has no definition");
  }
}
