package tlc2.tool.impl;

import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.SemanticNode;
import tlc2.tool.Action;
import tlc2.tool.IActionItemList;
import tlc2.tool.INextStateFunctor;
import tlc2.tool.TLCState;
import tlc2.tool.coverage.CostModel;
import tlc2.util.Context;
import tlc2.value.impl.Value;
import util.FilenameToStream;

/**
 * TLC's evaluator, which tells of each part of a formula what it was evaluated to; else as {@link
 * FastTool}, which is final. It is in TLC's package because the methods that a tool has to have
 * name a class that is not public; nothing of TLC is changed.
 */
public abstract class ObservedTool extends Tool {

  /** Loads a module under a configuration. */
  protected ObservedTool(String module, String config, FilenameToStream resolver) {
    super("", module, config, resolver);
  }

  /** A part of a formula was evaluated; while the module is loaded too. */
  protected abstract void evaluated(
      SemanticNode node, Context con, TLCState s, TLCState t, int control, Value value);

  @Override
  public final Value eval(
      SemanticNode node, Context con, TLCState s, TLCState t, int control, CostModel cost) {
    Value value = evalImpl(node, con, s, t, control, cost);
    evaluated(node, con, s, t, control, value);
    return value;
  }

  @Override
  protected Value evalAppl(
      OpApplNode node, Context con, TLCState s, TLCState t, int control, CostModel cost) {
    return evalApplImpl(node, con, s, t, control, cost);
  }

  @Override
  protected Value setSource(SemanticNode node, Value value) {
    return value;
  }

  @Override
  protected TLCState getNextStates(
      Action action,
      SemanticNode node,
      ActionItemList acts,
      Context con,
      TLCState s,
      TLCState t,
      INextStateFunctor next,
      CostModel cost) {
    return getNextStatesImpl(action, node, acts, con, s, t, next, cost);
  }

  @Override
  protected TLCState getNextStatesAppl(
      Action action,
      OpApplNode node,
      ActionItemList acts,
      Context con,
      TLCState s,
      TLCState t,
      INextStateFunctor next,
      CostModel cost) {
    return getNextStatesApplImpl(action, node, acts, con, s, t, next, cost);
  }

  @Override
  protected TLCState processUnchanged(
      Action action,
      SemanticNode node,
      ActionItemList acts,
      Context con,
      TLCState s,
      TLCState t,
      INextStateFunctor next,
      CostModel cost) {
    return processUnchangedImpl(action, node, acts, con, s, t, next, cost);
  }

  @Override
  public TLCState enabled(
      SemanticNode node,
      IActionItemList acts,
      Context con,
      TLCState s,
      TLCState t,
      CostModel cost) {
    return enabledImpl(node, (ActionItemList) acts, con, s, t, cost);
  }

  @Override
  protected TLCState enabledAppl(
      OpApplNode node, ActionItemList acts, Context con, TLCState s, TLCState t, CostModel cost) {
    return enabledApplImpl(node, acts, con, s, t, cost);
  }

  @Override
  protected TLCState enabledUnchanged(
      SemanticNode node, ActionItemList acts, Context con, TLCState s, TLCState t, CostModel cost) {
    return enabledUnchangedImpl(node, acts, con, s, t, cost);
  }
}
