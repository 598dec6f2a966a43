package org.fragcache.conformance.mutants;

import java.util.List;
import java.util.Locale;

/** A way to look for a difference: a column of the matrix. */
public enum Check {
  /** Every edge of a model of FragmentCache, and its crashes. */
  EDGES(Integer.MAX_VALUE),
  /** Every edge of a model of FragmentSteps, on real threads. */
  SCHEDULES(12),
  /** Random walks of 20 seeds. */
  WALKS(12),
  /** Logs of free threads against FileView. */
  THREADS(6),
  /** Lincheck, stress and model checking. */
  LINCHECK(1),
  /** Bursts of threads, then the cache's own checks. */
  STRESS(8);

  /** Faults that one process looks at: what it has loaded serves for all of them. */
  final int together;

  Check(int together) {
    this.together = together;
  }

  /** As on the command line and in files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All of them, as on the command line. */
  public static List<String> labels() {
    return List.of(values()).stream().map(Check::label).toList();
  }
}
