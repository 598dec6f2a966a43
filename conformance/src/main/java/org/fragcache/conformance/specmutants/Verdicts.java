package org.fragcache.conformance.specmutants;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fragcache.spec.oracle.SpecMutant;

/**
 * What came of mutants, against what is recorded and argued.
 *
 * @param mutants those that were explored
 * @param fates what came of them
 * @param argued what is said of those that no property excludes
 * @param shares what each model brought
 * @param differences from the record, and what the list of arguments has that is not so
 * @param seconds it took
 */
public record Verdicts(
    List<SpecMutant> mutants,
    Map<String, Fate> fates,
    Argued argued,
    List<Campaign.Share> shares,
    List<String> differences,
    double seconds) {

  /** Copies. */
  public Verdicts {
    mutants = List.copyOf(mutants);
    fates = Map.copyOf(fates);
    shares = List.copyOf(shares);
    differences = List.copyOf(differences);
  }

  /** What came of one. */
  public Fate fate(SpecMutant mutant) {
    Fate fate = fates.get(mutant.key());
    if (fate == null) {
      throw new IllegalArgumentException("not explored: " + mutant);
    }
    return fate;
  }

  /** Those that need a reason, in the order of the modules. */
  public List<SpecMutant> survivors() {
    return mutants.stream().filter(m -> fate(m).verdict().needsReason()).toList();
  }

  /** Why one that needs a reason is right. */
  public Optional<String> reason(SpecMutant mutant) {
    return argued.reason(mutant.key(), fate(mutant));
  }

  /** Those that need a reason and have none. */
  public List<SpecMutant> unexplained() {
    List<SpecMutant> out = new ArrayList<>(survivors());
    out.removeIf(m -> reason(m).isPresent());
    return out;
  }

  /** Whether all is as it must be. */
  public boolean good() {
    return !mutants.isEmpty() && unexplained().isEmpty() && differences.isEmpty();
  }
}
