package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What became of corrupted logs, by the kind of corruption: each is refused, as malformed or
 * because it is no behaviour, or is a behaviour all the same.
 */
public final class Tallies<C extends Enum<C>> {
  private static final class Tally {
    int behaviours;
    int malformed;
    int rejected;
  }

  private final Map<C, Tally> tallies;

  /** Of all kinds of corruption. */
  public Tallies(Class<C> kinds) {
    tallies = new EnumMap<>(kinds);
    for (C how : kinds.getEnumConstants()) {
      tallies.put(how, new Tally());
    }
  }

  /**
   * Counts one.
   *
   * @param accepted what the validator says; empty if it is no log
   * @param isBehaviour what it should say
   */
  public void count(C how, Optional<Boolean> accepted, BooleanSupplier isBehaviour, String what) {
    Tally tally = of(how);
    if (accepted.isEmpty()) {
      tally.malformed++;
      return;
    }
    boolean behaviour = isBehaviour.getAsBoolean();
    assertThat(accepted).as(what).contains(behaviour);
    tally.behaviours += behaviour ? 1 : 0;
    tally.rejected += behaviour ? 0 : 1;
  }

  /** How many were no logs. */
  public int malformed(C how) {
    return of(how).malformed;
  }

  /** How many were logs, and no behaviours. */
  public int rejected(C how) {
    return of(how).rejected;
  }

  /** Prints them; some must be behaviours, else nobody knows that those can be told apart. */
  public void end(LedgerGate gate) {
    System.out.println("corruption        rejected malformed behaviours");
    tallies.forEach(
        (how, t) ->
            System.out.printf("%-17s %8d %9d %10d%n", how, t.rejected, t.malformed, t.behaviours));
    assertThat(tallies.values().stream().mapToInt(t -> t.behaviours).sum()).isPositive();
    tallies.forEach(
        (how, t) -> gate.count("corruptions refused: " + how, t.rejected + (long) t.malformed));
  }

  private Tally of(C how) {
    return Objects.requireNonNull(tallies.get(how));
  }
}
