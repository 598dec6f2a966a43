package org.fragcache.conformance.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fragcache.conformance.ReplayModel;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.Use;

/**
 * Models that are too large to explore, so that nothing is recorded of them: {@code
 * spec/scenarios/NAME.cfg}. They are for calls that somebody chooses.
 */
final class Configurations {
  /** Of random walks. */
  static final List<String> WALKS = List.of("walk-disk", "walk-memory");

  static final List<String> LARGE_WALKS = List.of("walk-large", "walk-large-memory");

  /** Of operation files, for what shows files only; and for the Java cache. */
  private static final List<String> FSX = List.of("fsx-file", "fsx-views");

  private static final List<String> FSX_CACHE = List.of("fsx-cache", "fsx-cache-views");

  /** All of them. */
  static final List<String> ALL =
      Stream.of(WALKS, LARGE_WALKS, FSX, FSX_CACHE).flatMap(List::stream).toList();

  private Configurations() {}

  /** The one for an operation file. */
  static String fsx(boolean cache, boolean mapped) {
    return (cache ? FSX_CACHE : FSX).get(mapped ? 1 : 0);
  }

  static ReplayModel open(Path spec, String name) {
    // What FileView leaves to a crash is written as a choice, though there is no crash here.
    Use use = FSX.contains(name) ? Use.GRAPH : Use.REPLAY;
    return ReplayModel.open(name, spec, module(name), cfg(spec, name), use);
  }

  /** One of them, for another use. */
  static Oracle oracle(Path spec, String name, Use use) {
    return Oracle.open(spec, module(name), cfg(spec, name), use);
  }

  private static String module(String name) {
    return FSX.contains(name) ? "MCFileView" : "MCWalks";
  }

  private static Path cfg(Path spec, String name) {
    return spec.resolve("scenarios/" + name + ".cfg");
  }
}
