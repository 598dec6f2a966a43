package org.fragcache.conformance.show;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the lines of referrers leave the files of a panel, on their way to the fragments. */
final class SvgPorts {
  /** The height at which a line leaves, and its ink. */
  record Port(int y, Svg.Ink ink) {}

  /** A referrer of the fragment {@code key}. */
  record Line(long key, CacheView.Referrer referrer) {}

  private final Map<Line, Port> ports = new HashMap<>();

  void put(Line line, Port port) {
    ports.put(line, port);
  }

  @Nullable Port get(Line line) {
    return ports.get(line);
  }
}
