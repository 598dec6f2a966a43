package org.fragcache.spec.oracle.tlc;

import java.io.File;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.CoveragePoint;
import org.fragcache.spec.oracle.Expansion;
import org.fragcache.spec.oracle.Explanation;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.oracle.Step;
import org.fragcache.spec.oracle.TlcBackend;
import org.fragcache.spec.oracle.TlcMutants;
import org.fragcache.spec.oracle.Use;
import org.jspecify.annotations.Nullable;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.OpDefNode;
import tlc2.tool.Action;
import tlc2.tool.ConfigFileException;
import tlc2.tool.StateVec;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.tool.impl.ModelConfig;
import tlc2.tool.impl.Tool;
import tlc2.util.FP64;
import tlc2.value.RandomEnumerableValues;
import tlc2.value.impl.ModelValue;
import util.FilenameToStream;
import util.SimpleFilenameToStream;
import util.ToolIO;
import util.UniqueString;

/** The oracle of one module and configuration, in a class loader of its own. */
public final class Backend implements TlcBackend {
  private @Nullable Loaded loaded;

  /** Made by reflection; {@link #load} comes next. */
  public Backend() {}

  private record Loaded(
      Tool tool,
      Sources sources,
      Variables variables,
      Alphabet alphabet,
      Map<String, ModelValue> models,
      Evaluator evaluator,
      Queue<Encoder> encoders,
      boolean constrained,
      boolean identifies) {}

  @Override
  public void load(
      List<Path> libraries, String module, String config, String configShown, Use use) {
    ToolIO.setMode(ToolIO.TOOL);
    ToolIO.reset();
    ToolIO.setUserDir(libraries.get(0) + File.separator);
    // Without a polynomial every fingerprint is the same; with a random one no run is like another.
    FP64.Init(0);
    RandomEnumerableValues.setSeed(0);
    try {
      String[] path = libraries.stream().map(p -> p + File.separator).toArray(String[]::new);
      FilenameToStream resolver = new SimpleFilenameToStream(path);
      Tool tool =
          switch (use) {
            case COVERAGE -> new CoverageTool(module, config, resolver);
            case MUTANTS -> new MutantTool(module, config, resolver);
            case REPLAY, GRAPH, INSPECT -> new FastTool("", module, config, resolver);
          };
      loaded = inspect(tool, libraries, configShown, use);
    } catch (UsageException e) {
      throw e;
    } catch (ConfigFileException e) {
      throw new UsageException(configShown + ": " + Failures.oneLine(e), e);
    } catch (RuntimeException | StackOverflowError e) {
      String failure = Failures.load(module, ToolIO.getAllMessages(), e);
      throw new UsageException(
          failure.replaceAll("\\S*" + config + "(\\.cfg)?", Matcher.quoteReplacement(configShown)),
          e);
    } finally {
      // TLC keeps what it is told to print; an oracle would collect it for ever.
      PrintStream nowhere =
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      ToolIO.reset();
      ToolIO.out = nowhere;
      ToolIO.err = nowhere;
    }
  }

  private static Loaded inspect(Tool tool, List<Path> libraries, String config, Use use) {
    ModelConfig cfg = tool.getModelConfig();
    boolean view = !cfg.getView().isEmpty();
    boolean symmetry = !cfg.getSymmetry().isEmpty();
    boolean constrained = tool.hasStateOrActionConstraints();
    if (use != Use.INSPECT && (view || symmetry || constrained)) {
      String what = symmetry ? "SYMMETRY" : view ? "VIEW" : "a constraint";
      throw new UsageException(config + ": has " + what + ", expected none in a model for replay");
    }
    ExprNode[] assumptions = tool.getAssumptions();
    boolean[] axioms = tool.getAssumptionIsAxiom();
    for (int i = 0; i < assumptions.length; i++) {
      if (!axioms[i] && !tool.isValid(assumptions[i])) {
        throw new UsageException(
            Sources.place(assumptions[i]) + ": ASSUME is FALSE under " + config);
      }
    }
    Map<String, ModelValue> models = new TreeMap<>();
    if (ModelValue.mvs != null) {
      for (ModelValue m : ModelValue.mvs) {
        if (m != null) {
          models.put(m.val.toString(), m);
        }
      }
    }
    Sources sources = new Sources(libraries);
    Alphabet alphabet = new Alphabet(tool, use);
    if (tool instanceof CoverageTool coverage) {
      OpDefNode outcome = tool.getRootModule().getOpDef(UniqueString.uniqueStringOf("Outcome"));
      coverage.observe(new Sites(tool.getNextStateSpec().pred, outcome, sources));
    }
    return new Loaded(
        tool,
        sources,
        new Variables(tool.getRootModule().getVariableDecls()),
        alphabet,
        models,
        new Evaluator(tool, models),
        new ConcurrentLinkedQueue<>(),
        constrained,
        view || symmetry);
  }

  private Loaded in() {
    if (loaded == null) {
      throw new IllegalStateException("not loaded");
    }
    return loaded;
  }

  @Override
  public List<Call> alphabet() {
    return List.copyOf(in().alphabet.calls);
  }

  @Override
  public List<String> variables() {
    return in().variables.names;
  }

  @Override
  public List<String> constants() {
    return Arrays.stream(in().tool.getRootModule().getConstantDecls())
        .filter(constant -> constant.getArity() == 0)
        .map(constant -> constant.getName().toString())
        .sorted()
        .toList();
  }

  @Override
  public Set<String> modelValues() {
    return Set.copyOf(in().models.keySet());
  }

  @Override
  public List<String> invariants() {
    return List.copyOf(Arrays.asList(in().tool.getInvNames()));
  }

  @Override
  public boolean identifiesStates() {
    return in().identifies;
  }

  @Override
  public List<OracleState> initialStates() {
    Loaded l = in();
    Set<OracleState> out = new LinkedHashSet<>();
    try {
      StateVec states = l.tool.getInitStates();
      for (int i = 0; i < states.size(); i++) {
        TLCState s = states.elementAt(i);
        TlcOracleState state = l.variables.wrap(s, null, new Encoder());
        if (!l.constrained || l.tool.isInModel(s)) {
          out.add(state);
        }
      }
    } catch (RuntimeException | StackOverflowError e) {
      throw Failures.evaluation("initial states of " + l.tool.getRootName(), e);
    }
    if (out.isEmpty()) {
      throw new UsageException("module " + l.tool.getRootName() + ": no initial state");
    }
    return List.copyOf(out);
  }

  @Override
  public List<OracleState> successors(OracleState state, int call) {
    Loaded l = in();
    List<Step> steps = new ArrayList<>(1);
    Encoder encoder = encoder(l);
    steps(l, own(state), call, steps, encoder);
    l.encoders.add(encoder);
    List<OracleState> out = new ArrayList<>(steps.size());
    for (Step s : steps) {
      out.add(s.target());
    }
    return out;
  }

  @Override
  public Expansion expand(OracleState state) {
    Loaded l = in();
    TlcOracleState s = own(state);
    Encoder encoder = encoder(l);
    List<Step> steps = new ArrayList<>();
    int generated = 0;
    for (int call = 0; call < l.alphabet.calls.size(); call++) {
      generated += steps(l, s, call, steps, encoder);
    }
    l.encoders.add(encoder);
    return new Expansion(steps, generated);
  }

  /** One for each thread at work; a ThreadLocal would keep this class loader alive. */
  private static Encoder encoder(Loaded l) {
    Encoder e = l.encoders.poll();
    return e != null ? e : new Encoder();
  }

  private static int steps(Loaded l, TlcOracleState s, int call, List<Step> out, Encoder encoder) {
    Action action = l.alphabet.actions.get(call);
    try {
      StateVec next = l.tool.getNextStates(action, s.state);
      int n = next.size();
      for (int i = 0; i < n; i++) {
        TLCState t = next.elementAt(i);
        if (!t.allAssigned()) {
          throw new UsageException(
              Sources.place(action.pred)
                  + ": "
                  + l.alphabet.calls.get(call)
                  + " does not assign "
                  + t.getUnassigned().iterator().next().getName());
        }
        TlcOracleState target = l.variables.wrap(t, s, encoder);
        if (!l.constrained || (l.tool.isInModel(t) && l.tool.isInActions(s.state, t))) {
          out.add(new Step(call, target));
        }
      }
      return n;
    } catch (RuntimeException | StackOverflowError e) {
      String what = Sources.place(action.pred) + ": " + l.alphabet.calls.get(call);
      throw Failures.evaluation(what, e);
    }
  }

  @Override
  public OracleState parse(byte[] encoding) {
    return in().variables.parse(encoding, in().models);
  }

  @Override
  public String eval(String operator, OracleState state, List<String> args) {
    return in().evaluator.eval(operator, own(state).state, args);
  }

  @Override
  public Optional<String> violated(OracleState state) {
    Loaded l = in();
    TLCState s = own(state).state;
    Action[] invariants = l.tool.getInvariants();
    String[] names = l.tool.getInvNames();
    for (int i = 0; i < invariants.length; i++) {
      try {
        if (!l.tool.isValid(invariants[i], s)) {
          return Optional.of(names[i]);
        }
      } catch (RuntimeException | StackOverflowError e) {
        throw Failures.evaluation("invariant " + names[i], e);
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<Explanation> explain(OracleState state, int call, @Nullable OracleState after) {
    Loaded l = in();
    List<OracleState> targets = successors(state, call);
    if (after == null ? !targets.isEmpty() : targets.contains(after)) {
      return Optional.empty();
    }
    TLCState t = after == null ? null : own(after).state;
    Explainer explainer = new Explainer(l.tool, l.sources, own(state).state, t);
    return Optional.of(explainer.explain(l.alphabet.actions.get(call)));
  }

  private CoverageTool coverage() {
    if (in().tool instanceof CoverageTool tool) {
      return tool;
    }
    throw new IllegalStateException("coverage of an oracle for another use; expected COVERAGE");
  }

  @Override
  public List<CoveragePoint> coveragePoints() {
    return coverage().points();
  }

  @Override
  public void cover(OracleState state, int call) {
    try {
      coverage().take(in().alphabet.actions.get(call), own(state).state);
    } catch (UsageException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw Failures.evaluation("coverage of " + in().alphabet.calls.get(call), e);
    }
  }

  @Override
  public void cover(OracleState state, String operator, List<String> args) {
    coverage().record(() -> eval(operator, state, args));
  }

  @Override
  public BitSet covered() {
    return coverage().seen();
  }

  @Override
  public TlcMutants mutants(Set<String> modules) {
    Loaded l = in();
    if (l.tool instanceof MutantTool tool) {
      List<Mutation> found = new MutantFinder(tool, l.sources, modules).found();
      Laws laws = new Laws(tool, l.alphabet, l.models);
      return new MutantGraph(tool, l.alphabet, l.variables, laws, found);
    }
    throw new IllegalStateException("mutants of an oracle for another use; expected MUTANTS");
  }

  /** States of another oracle hold values of another TLC; they pass through their encoding. */
  private TlcOracleState own(OracleState state) {
    return state instanceof TlcOracleState t ? t : (TlcOracleState) parse(state.encoding());
  }
}
