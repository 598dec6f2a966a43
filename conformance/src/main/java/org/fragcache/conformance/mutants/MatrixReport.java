package org.fragcache.conformance.mutants;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What came of a matrix.
 *
 * @param checks its columns
 * @param control of the cache without a fault, by check
 * @param cells by fault and check; a check that is not there could not see the fault
 * @param seed of all that is chosen by chance but schedules
 */
public record MatrixReport(
    List<Fault> faults,
    Set<Check> checks,
    Map<Check, List<Cell>> control,
    Map<String, Map<Check, Cell>> cells,
    long seed,
    double seconds) {

  /** What is said of a fault. */
  public enum Verdict {
    /** The check that is expected to see it does. */
    CAUGHT,
    /** Another does; or it is not among those that were done. */
    ELSEWHERE,
    /** None does. */
    SURVIVES
  }

  /** A cell, if the check could see the fault. */
  public Optional<Cell> cell(Fault fault, Check check) {
    return Optional.ofNullable(cells.getOrDefault(fault.name(), Map.of()).get(check));
  }

  /** Of a fault. */
  public Verdict verdict(Fault fault) {
    if (cell(fault, fault.expected()).filter(Cell::caught).isPresent()) {
      return Verdict.CAUGHT;
    }
    boolean seen = checks.stream().anyMatch(c -> cell(fault, c).filter(Cell::caught).isPresent());
    return seen ? Verdict.ELSEWHERE : Verdict.SURVIVES;
  }

  /** The check that is expected to see a fault, and else the first that does. */
  public Optional<Check> seenBy(Fault fault) {
    return verdict(fault) == Verdict.CAUGHT
        ? Optional.of(fault.expected())
        : checks.stream().filter(c -> cell(fault, c).filter(Cell::caught).isPresent()).findFirst();
  }

  /** Whether anything is seen where there is no fault. */
  public boolean isControlClean() {
    return control.values().stream().flatMap(List::stream).noneMatch(Cell::caught);
  }

  private boolean isAsItMustBe(Fault fault) {
    Verdict verdict = verdict(fault);
    return verdict == Verdict.CAUGHT
        || (verdict == Verdict.ELSEWHERE && !checks.contains(fault.expected()));
  }

  /** Faults that no check saw, or not the one that is expected to, of those that were done. */
  public List<Fault> wrong() {
    return faults.stream().filter(f -> !isAsItMustBe(f)).toList();
  }

  /** Whether every fault was seen where it must be, and nothing where there is none. */
  public boolean holds() {
    return isControlClean() && wrong().isEmpty();
  }
}
