package org.fragcache.conformance.mutants;

import java.util.Locale;

/**
 * What came of a check of a fault.
 *
 * @param with the model or kind that it was done with
 * @param steps steps, calls or runs, up to the difference
 * @param seconds the same, as time
 * @param head the difference in a line, or what happened instead; empty if nothing did
 */
public record Cell(Verdict verdict, String with, long steps, double seconds, String head) {
  /** How it ended. */
  public enum Verdict {
    /** A difference. */
    FOUND,
    /** No end: as good as a difference. */
    HANG,
    /** The process did not survive: the same. */
    CRASH,
    /** Nothing was seen. */
    CLEAN;

    /** As in tables and files. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether the fault was seen. */
  public boolean caught() {
    return verdict != Verdict.CLEAN;
  }

  /** For a table. */
  @Override
  public String toString() {
    return switch (verdict) {
      case FOUND -> String.format(Locale.ROOT, "%.1f s", seconds);
      case HANG, CRASH -> verdict.label();
      case CLEAN -> "-";
    };
  }
}
