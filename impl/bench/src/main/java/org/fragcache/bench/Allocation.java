package org.fragcache.bench;

import java.util.List;
import org.fragcache.FileCache;

/** What a clone allocates, by the number of cached folios: as the JVM counts it for the thread. */
final class Allocation implements Measurement {
  private static final double EQUAL = 1.01; // tables grow at times
  private static final int CLONES = 32;

  @Override
  public String name() {
    return "allocation";
  }

  @Override
  public Report run(Context context) {
    int log = context.scale.sharedLog;
    try (FileCache cache = CloneShared.open(Design.FRAGMENTS, log)) {
      Sample one = bytes(context, cache, 1);
      Sample most = bytes(context, cache, 1 << log);
      String what =
          "heap bytes allocated by create + clone, 2^" + log + " cached folios against one";
      return Report.of(
          name(),
          List.of(Requirement.ratioAtMost(name() + "/pages", what, "bytes", most, one, EQUAL)),
          List.of(),
          List.of());
    }
  }

  private static Sample bytes(Context context, FileCache cache, int folios) {
    context.at("file of " + folios + " folios");
    CloneShared.shared(cache, folios);
    // Few enough for a design whose clones take megabytes.
    return Stopwatch.bytes(context, new CloneBatch(cache, "base " + folios, CLONES));
  }
}
