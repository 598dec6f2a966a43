package org.fragcache.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.oracle.Use;
import org.fragcache.spec.value.TlaValue;

/**
 * A model opened for replay: the specification under its configuration, and what a subject needs to
 * know of it. Which of its actions are calls of an application, and what they return, is read from
 * the specification's {@code Calls} and {@code Outcome}; the others are steps of the environment.
 *
 * <p>Thread safe.
 */
public final class ReplayModel implements AutoCloseable {
  private final String name;
  private final Oracle oracle;
  private final List<Call> alphabet;
  private final boolean[] isCall;
  private final Bounds bounds;
  private final Set<String> completed = new HashSet<>();
  private final Map<String, Boolean> completes = new ConcurrentHashMap<>();

  private ReplayModel(String name, Oracle oracle) {
    this.name = name;
    this.oracle = oracle;
    this.alphabet = oracle.alphabet();
    OracleState init = oracle.initialStates().get(0);
    Set<Call> calls = new HashSet<>();
    for (TlaValue call : TlaValue.parse(oracle.eval("Calls", init)).elements()) {
      calls.add(call(call));
    }
    Set<Call> missing = new LinkedHashSet<>(calls);
    missing.removeAll(new HashSet<>(alphabet));
    if (!missing.isEmpty()) {
      throw new UsageException(
          name + ": Calls has " + missing.iterator().next() + ", which Next does not have");
    }
    this.isCall = new boolean[alphabet.size()];
    Set<String> names = new HashSet<>();
    calls.forEach(c -> names.add(c.name()));
    for (int i = 0; i < isCall.length; i++) {
      isCall[i] = calls.contains(alphabet.get(i));
      if (!isCall[i] && names.contains(alphabet.get(i).name())) {
        throw new UsageException(
            name + ": Next has " + alphabet.get(i) + ", which is not in Calls");
      }
    }
    this.bounds = bounds(oracle, init);
    for (TlaValue status : TlaValue.parse(oracle.eval("Completed", init)).elements()) {
      completed.add(status.asString());
    }
  }

  private static Bounds bounds(Oracle oracle, OracleState init) {
    Function<String, TlaValue> constant = name -> TlaValue.parse(oracle.eval(name, init));
    return new Bounds(
        names(constant.apply("File")),
        (int) constant.apply("Blocks").asInt(),
        (int) constant.apply("UnitsPerBlock").asInt(),
        names(constant.apply("Process")),
        names(constant.apply("Handle")),
        (int) constant.apply("Capacity").asInt(),
        constant.apply("Backing").asString().equals("memory"),
        constant.apply("Ops").elements().stream()
            .map(TlaValue::asString)
            .collect(Collectors.toSet()));
  }

  private static List<String> names(TlaValue set) {
    return set.elements().stream().map(TlaValue::canonical).toList();
  }

  private static Call call(TlaValue tuple) {
    List<TlaValue> parts = tuple.elements();
    List<String> args = new ArrayList<>();
    for (TlaValue part : parts.subList(1, parts.size())) {
      args.add(part.canonical());
    }
    return new Call(parts.get(0).asString(), args);
  }

  /**
   * Opens a model.
   *
   * @param specDirectory the directory of {@code models.json}
   * @throws UsageException if it cannot be evaluated, or is no model for replay (SYMMETRY, VIEW,
   *     constraints)
   */
  public static ReplayModel open(Path specDirectory, ModelRecord model) {
    Path of = specDirectory.resolve(model.dir());
    List<Path> libraries = of.equals(specDirectory) ? List.of(of) : List.of(of, specDirectory);
    return opened(
        model.name(), Oracle.open(libraries, model.module(), model.cfg(specDirectory), Use.GRAPH));
  }

  /**
   * As {@link #open(Path, ModelRecord)}, for any module and configuration whose actions make no
   * choice, not even one that would have to be looked for in its states.
   */
  public static ReplayModel open(String name, Path specDirectory, String module, Path cfg) {
    return open(name, specDirectory, module, cfg, Use.REPLAY);
  }

  /**
   * As {@link #open(String, Path, String, Path)}, for another use: a call may have several ends.
   */
  public static ReplayModel open(
      String name, Path specDirectory, String module, Path cfg, Use use) {
    return opened(name, Oracle.open(specDirectory, module, cfg, use));
  }

  private static ReplayModel opened(String name, Oracle oracle) {
    try {
      return new ReplayModel(name, oracle);
    } catch (RuntimeException e) {
      oracle.close();
      throw e;
    }
  }

  /** Name of the model. */
  public String name() {
    return name;
  }

  /** The specification. */
  public Oracle oracle() {
    return oracle;
  }

  /** Every call and step, legal or not in a given state. */
  public List<Call> alphabet() {
    return alphabet;
  }

  /** Whether this is a call of an application, and not a step of the environment. */
  public boolean isCall(int call) {
    return isCall[call];
  }

  /** The specification's constants. */
  public Bounds bounds() {
    return bounds;
  }

  /**
   * What a subject must return in a state.
   *
   * @param enabled whether the specification has a step for the call there
   */
  public String outcome(OracleState state, int call, boolean enabled) {
    if (!isCall[call]) {
      return Outcomes.ofStep(enabled);
    }
    return oracle.eval("Outcome", state, tuple(alphabet.get(call)));
  }

  /**
   * Evaluates a call in a state, its action and its outcome, for {@link Oracle#covered()}; the
   * model must have been opened for that.
   */
  void cover(OracleState state, int call) {
    oracle.cover(state, call);
    if (isCall[call]) {
      oracle.cover(state, "Outcome", List.of(tuple(alphabet.get(call))));
    }
  }

  /**
   * Whether a call with this outcome takes effect, so that the specification has a step for it: its
   * status is in {@code Completed}.
   */
  public boolean completes(String outcome) {
    return completes.computeIfAbsent(
        outcome, o -> completed.contains(TlaValue.parse(o).field("status").asString()));
  }

  private static String tuple(Call call) {
    StringBuilder out = new StringBuilder("<<\"").append(call.name()).append('"');
    call.args().forEach(arg -> out.append(',').append(arg));
    return out.append(">>").toString();
  }

  @Override
  public void close() {
    oracle.close();
  }
}
