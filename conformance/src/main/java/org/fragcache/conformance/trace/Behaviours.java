package org.fragcache.conformance.trace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.TlcResult;
import org.fragcache.spec.model.TraceStep;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.oracle.Step;
import org.fragcache.spec.value.TlaState;

/** Makes behaviours of a model. */
public final class Behaviours {
  /** How many calls of one name are tried before another name is. */
  private static final int TRIES = 100;

  private final Oracle oracle;
  private final List<OracleState> states = new ArrayList<>();
  private final List<Optional<Call>> calls = new ArrayList<>();

  private Behaviours(Oracle oracle, OracleState first) {
    this.oracle = oracle;
    states.add(first);
    calls.add(Optional.empty());
  }

  private OracleState last() {
    return states.get(states.size() - 1);
  }

  private void add(Step step) {
    states.add(step.target());
    calls.add(Optional.of(oracle.alphabet().get(step.call())));
  }

  private Behaviour behaviour(OptionalInt loop) {
    return new Behaviour(states, calls, loop);
  }

  /**
   * A random behaviour, each step of which changes something: a name by chance, then arguments by
   * chance among those that are tried. It ends early where nothing can change any more.
   */
  public static Behaviour random(TraceModel model, int length, long seed) {
    Random random = new Random(seed);
    List<OracleState> initial = model.initial();
    Behaviours made = new Behaviours(model.oracle(), initial.get(random.nextInt(initial.size())));
    Map<String, List<Integer>> byName = new LinkedHashMap<>();
    for (int c = 0; c < model.oracle().alphabet().size(); c++) {
      String name = model.oracle().alphabet().get(c).name();
      byName.computeIfAbsent(name, n -> new ArrayList<>()).add(c);
    }
    for (int i = 0; i < length; i++) {
      Optional<Step> step = made.change(byName, random);
      if (step.isEmpty()) {
        break;
      }
      made.add(step.get());
    }
    return made.behaviour(OptionalInt.empty());
  }

  private Optional<Step> change(Map<String, List<Integer>> byName, Random random) {
    List<String> names = new ArrayList<>(byName.keySet());
    Collections.shuffle(names, random);
    for (String name : names) {
      List<Integer> same = byName.getOrDefault(name, List.of());
      for (int i = 0; i < TRIES; i++) {
        int call = same.get(random.nextInt(same.size()));
        List<OracleState> targets = oracle.successors(last(), call);
        if (!targets.isEmpty()) {
          OracleState target = targets.get(random.nextInt(targets.size()));
          if (!target.equals(last())) {
            return Optional.of(new Step(call, target));
          }
        }
      }
    }
    // Rare: nothing was met by chance, so all are looked at.
    return oracle.successors(last()).stream().filter(s -> !s.target().equals(last())).findFirst();
  }

  /**
   * The behaviour in which these calls happen.
   *
   * @throws UsageException if one of them is no step where it comes, or can lead to several states
   */
  public static Behaviour of(TraceModel model, List<Call> sequence) {
    Behaviours made = new Behaviours(model.oracle(), model.initial().get(0));
    sequence.forEach(model.oracle()::callIndex);
    for (Call call : sequence) {
      int index = model.oracle().callIndex(call);
      List<OracleState> targets = model.oracle().successors(made.last(), index);
      String where = model.name() + ": call " + made.states.size() + ", " + call;
      if (targets.isEmpty()) {
        throw new UsageException(
            where
                + ": is no step there"
                + model.oracle().explain(made.last(), call).map(why -> ": " + why).orElse("")
                + "; expected calls that take effect");
      } else if (targets.size() > 1) {
        throw new UsageException(
            where + ": can lead to " + targets.size() + " states; expected one");
      }
      made.add(new Step(index, targets.get(0)));
    }
    return made.behaviour(OptionalInt.empty());
  }

  /**
   * The error trace that TLC found. TLC does not always tell arguments; then the call is one that
   * leads from state to state.
   */
  public static Behaviour of(TraceModel model, TlcResult result) {
    List<OracleState> states = new ArrayList<>();
    for (TraceStep step : result.trace()) {
      TlaState state =
          step.state()
              .orElseThrow(
                  () ->
                      new UsageException(
                          model.name()
                              + ": state "
                              + step.number()
                              + " of TLC's trace has a value that cannot be written"));
      states.add(model.oracle().parse(state.canonical().getBytes(StandardCharsets.US_ASCII)));
    }
    List<Optional<Call>> calls = new ArrayList<>(List.of(Optional.empty()));
    Steps steps = new Steps(model.oracle());
    for (int i = 1; i < states.size(); i++) {
      String action = result.trace().get(i).action();
      calls.add(steps.between(states.get(i - 1), states.get(i), action));
    }
    return new Behaviour(states, calls, loop(result, states.size()));
  }

  private static OptionalInt loop(TlcResult result, int states) {
    if (result.lasso().isEmpty()) {
      return OptionalInt.empty();
    }
    String state = result.lasso().replaceAll("\\D", "");
    return OptionalInt.of(state.isEmpty() ? states - 1 : Integer.parseInt(state) - 1);
  }
}
