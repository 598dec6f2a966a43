package org.fragcache.conformance.specmutants;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.fragcache.spec.UsageException;

/**
 * What came of a mutant.
 *
 * @param verdict how it ended
 * @param by if killed: the property that does not hold; {@code evaluation} if TLC found no value
 *     somewhere; or a witness that is not reached any more
 * @param model the model that killed it; else the first in which it is different, or is evaluated;
 *     else empty
 * @param trace states of the shortest trace that shows it; 0 if it is none
 * @param detail for people; not recorded
 */
public record Fate(Verdict verdict, String by, String model, int trace, String detail) {
  /** How it ended, of all models. */
  public enum Verdict {
    /** A property does not hold. */
    KILLED("killed"),
    /** In every model the same states, steps and outcomes. */
    EQUIVALENT("equivalent"),
    /** Steps or outcomes that the specification does not have, and every property holds. */
    MORE("more"),
    /** Steps of the specification are missing, and every property holds. */
    LESS("less"),
    /** Both. */
    OTHER("other"),
    /** No state of any model evaluates the place so that it could be told. */
    NOT_REACHED("not reached");

    private final String label;

    Verdict(String label) {
      this.label = label;
    }

    /** As in tables and files. */
    public String label() {
      return label;
    }

    /** Whether a reason is needed why it may be so. */
    public boolean needsReason() {
      return this != KILLED && this != EQUIVALENT;
    }

    static Verdict of(String label) {
      return Stream.of(values())
          .filter(v -> v.label.equals(label))
          .findFirst()
          .orElseThrow(
              () -> new UsageException("verdict '" + label + "'; expected one of " + labels()));
    }

    static List<String> labels() {
      return Stream.of(values()).map(Verdict::label).toList();
    }
  }

  /** Whether another is the same, details aside. */
  boolean isAs(Fate other) {
    return verdict == other.verdict
        && by.equals(other.by)
        && model.equals(other.model)
        && trace == other.trace;
  }

  @Override
  public String toString() {
    return verdict.label()
        + (by.isEmpty() ? "" : " by " + by)
        + (trace == 0 ? "" : String.format(Locale.ROOT, " (%d states)", trace))
        + (model.isEmpty() ? "" : " in " + model);
  }
}
