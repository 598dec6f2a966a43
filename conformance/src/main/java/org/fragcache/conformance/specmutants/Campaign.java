package org.fragcache.conformance.specmutants;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.fragcache.conformance.Ticker;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.model.Models;
import org.fragcache.spec.oracle.MutantRun;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.SpecMutant;
import org.fragcache.spec.oracle.SpecMutant.Change;
import org.fragcache.spec.oracle.TlcMutants;
import org.fragcache.spec.oracle.Use;
import org.jspecify.annotations.Nullable;

/**
 * Explores mutants in one model after another, each until it is killed. Before the mutants of a
 * model and after them a mutant that must be killed is explored, and after them the specification
 * itself, which must be as before: so nothing that a mutant leaves behind goes unseen. Not thread
 * safe.
 */
public final class Campaign {
  private static final String MODULE = "MCFragmentCache";

  /** What is mutated: the modules that the lower layer has, and the layer above has not. */
  public static final Set<String> MODULES =
      Set.of(
          "CacheFolios",
          "CacheOutcomes",
          "CacheRemap",
          "CacheState",
          "CacheStore",
          "FragmentCache");

  /** Without it the first call of every model has an outcome and no step. */
  private static final String CANARY = "Create";

  private final Path specDirectory;
  private final Ticker ticker;
  private final Map<String, SpecMutant> mutants = new LinkedHashMap<>();
  private final Map<String, Fate> fates = new LinkedHashMap<>();
  private final List<Share> shares = new ArrayList<>();

  /**
   * What a model brought.
   *
   * @param model its name
   * @param states of the specification
   * @param explored mutants that were alive
   * @param reached of these, those that a state of the model can tell
   * @param killed of these
   * @param seconds of this thread's processor time
   */
  public record Share(
      String model, int states, int explored, int reached, int killed, double seconds) {}

  /** Nothing is explored yet. */
  public Campaign(Path specDirectory, Ticker ticker) {
    this.specDirectory = specDirectory;
    this.ticker = ticker;
  }

  /** Takes over what came of a mutant before. */
  void know(String key, @Nullable Fate fate) {
    if (fate != null) {
      fates.put(key, fate);
    }
  }

  /**
   * Explores mutants that are not killed yet.
   *
   * @param model of {@code models.json}
   * @param chosen which of them
   * @throws UsageException if the specification itself breaks a property, or a canary is wrong
   */
  public void explore(ModelRecord model, Predicate<SpecMutant> chosen) {
    long start = System.nanoTime();
    try (Oracle oracle = open(model)) {
      TlcMutants tlc = oracle.mutants(MODULES);
      List<SpecMutant> all = known(model, tlc);
      List<Integer> alive = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        Fate fate = fates.get(all.get(i).key());
        if (chosen.test(all.get(i)) && (fate == null || fate.verdict() != Fate.Verdict.KILLED)) {
          alive.add(i);
        }
      }
      MutantRun control =
          tlc.control(alive, states -> ticker.tick(model.name(), "states", states, 0));
      requireHolds(model, control);
      canary(model, tlc, all);
      int reached = 0;
      int killed = 0;
      for (int n = 0; n < alive.size(); n++) {
        MutantRun run = tlc.run(alive.get(n));
        reached += run.verdict() == MutantRun.Verdict.NOT_REACHED ? 0 : 1;
        killed += run.verdict() == MutantRun.Verdict.KILLED ? 1 : 0;
        fates.merge(all.get(alive.get(n)).key(), fate(model, run), Campaign::both);
        ticker.tick(model.name(), "mutants", n + 1, alive.size());
      }
      canary(model, tlc, all);
      MutantRun after = tlc.unchanged();
      if (after.verdict() != MutantRun.Verdict.SAME || after.digest() != control.digest()) {
        throw new UsageException(
            model.name() + ": after its mutants the specification is not as before: " + after);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      shares.add(new Share(model.name(), control.states(), alive.size(), reached, killed, seconds));
    }
  }

  /** Opens a model of the cache for mutants. */
  private Oracle open(ModelRecord model) {
    return Oracle.open(specDirectory, model.module(), model.cfg(specDirectory), Use.MUTANTS);
  }

  private List<SpecMutant> known(ModelRecord model, TlcMutants tlc) {
    List<SpecMutant> all = tlc.all();
    if (all.isEmpty()) {
      throw new UsageException(model.name() + ": no mutants; expected a model of " + MODULES);
    }
    if (mutants.isEmpty()) {
      all.forEach(m -> mutants.put(m.key(), m));
    }
    if (!mutants.keySet().equals(keys(all))) {
      throw new UsageException(model.name() + ": has other mutants than the models before it");
    }
    return all;
  }

  private static Set<String> keys(List<SpecMutant> all) {
    return all.stream().map(SpecMutant::key).collect(Collectors.toSet());
  }

  private static void requireHolds(ModelRecord model, MutantRun control) {
    if (control.verdict() != MutantRun.Verdict.SAME) {
      throw new UsageException(
          model.name()
              + ": the specification itself breaks "
              + control.by()
              + ": "
              + control.detail());
    }
  }

  private static void canary(ModelRecord model, TlcMutants tlc, List<SpecMutant> all) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).change() == Change.DROP_ACTION && all.get(i).operator().equals(CANARY)) {
        MutantRun run = tlc.alone(i);
        if (run.verdict() == MutantRun.Verdict.KILLED && run.trace() == 1) {
          return;
        }
        throw new UsageException(
            model.name() + ": without " + CANARY + " it is " + run + ", expected it to be killed");
      }
    }
    throw new UsageException(model.name() + ": no action " + CANARY + ", expected for the canary");
  }

  private static Fate fate(ModelRecord model, MutantRun run) {
    Fate.Verdict verdict =
        switch (run.verdict()) {
          case KILLED -> Fate.Verdict.KILLED;
          case NOT_REACHED -> Fate.Verdict.NOT_REACHED;
          case SAME -> Fate.Verdict.EQUIVALENT;
          case DIFFERENT ->
              run.more() && run.less()
                  ? Fate.Verdict.OTHER
                  : run.more() ? Fate.Verdict.MORE : Fate.Verdict.LESS;
        };
    String name = verdict == Fate.Verdict.NOT_REACHED ? "" : model.name();
    String detail = run.detail() + (run.cut() ? "not all states were looked at" : "");
    return new Fate(verdict, run.by(), name, run.trace(), detail);
  }

  /** What two models say of a mutant that neither of them kills, or only the second. */
  static Fate both(Fate first, Fate second) {
    if (second.verdict() == Fate.Verdict.KILLED || first.verdict() == Fate.Verdict.NOT_REACHED) {
      return second;
    }
    if (second.verdict() == Fate.Verdict.NOT_REACHED
        || second.verdict() == Fate.Verdict.EQUIVALENT
        || first.verdict() == second.verdict()) {
      return first;
    }
    return first.verdict() == Fate.Verdict.EQUIVALENT
        ? second
        : new Fate(Fate.Verdict.OTHER, "", first.model(), 0, first.detail());
  }

  /**
   * Explores one mutant again as it is recorded.
   *
   * @return what came of it, in the model of the record
   */
  List<Again> again(ModelRecord model, Map<String, Fate> recorded) {
    List<Again> out = new ArrayList<>();
    try (Oracle oracle = open(model)) {
      TlcMutants tlc = oracle.mutants(MODULES);
      List<SpecMutant> all = known(model, tlc);
      Map<Integer, Fate> compared = new LinkedHashMap<>();
      for (int i = 0; i < all.size(); i++) {
        Fate fate = recorded.get(all.get(i).key());
        if (fate != null && fate.trace() > 0) {
          ticker.tick(model.name(), "mutants", out.size(), recorded.size());
          out.add(new Again(all.get(i), fate, fate(model, tlc.alone(i))));
        } else if (fate != null) {
          compared.put(i, fate);
        }
      }
      if (!compared.isEmpty()) {
        List<Integer> chosen = List.copyOf(compared.keySet());
        requireHolds(model, tlc.control(chosen, n -> ticker.tick(model.name(), "states", n, 0)));
        compared.forEach(
            (i, fate) -> out.add(new Again(all.get(i), fate, fate(model, tlc.run(i)))));
      }
      canary(model, tlc, all);
    }
    return out;
  }

  /** A mutant that was explored again. */
  record Again(SpecMutant mutant, Fate recorded, Fate found) {}

  /** What there is to be mutated, without exploring anything. */
  List<SpecMutant> list(ModelRecord model) {
    try (Oracle oracle = open(model)) {
      return known(model, oracle.mutants(MODULES));
    }
  }

  /** The mutants, in the order in which they were found. */
  public List<SpecMutant> mutants() {
    return List.copyOf(mutants.values());
  }

  /** What came of a mutant so far; null if it was not among those chosen. */
  public Map<String, Fate> fates() {
    return Map.copyOf(fates);
  }

  /** By model, in the order in which they were explored. */
  public List<Share> shares() {
    return List.copyOf(shares);
  }

  /** A model that can be explored for mutants. */
  static ModelRecord model(Path specDirectory, String name) {
    ModelRecord model = Models.read(specDirectory).named(name);
    if (!model.module().equals(MODULE) || model.violated()) {
      throw new UsageException(
          "model " + name + ": expected one of " + MODULE + " that holds, whose mutants these are");
    }
    return model;
  }
}
