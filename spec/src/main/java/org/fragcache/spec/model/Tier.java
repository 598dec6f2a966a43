package org.fragcache.spec.model;

import java.util.Arrays;
import java.util.Locale;
import org.fragcache.spec.UsageException;

/** How much is checked; each tier includes those before it. */
public enum Tier {
  /** Seconds each. */
  TINY,
  /** Some minutes all together. */
  SMALL,
  /** An hour all together. */
  FULL;

  /** The name in {@code models.json} and on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a run of this tier runs models of the other. */
  public boolean includes(Tier other) {
    return other.compareTo(this) <= 0;
  }

  /**
   * The tier with this name.
   *
   * @throws UsageException if there is none
   */
  public static Tier of(String label) {
    return Arrays.stream(values())
        .filter(tier -> tier.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> new UsageException("unknown tier '" + label + "'; expected tiny, small or full"));
  }
}
