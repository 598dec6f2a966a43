package org.fragcache;

import java.util.Objects;

/** The metadata of now, all of them, from what there is: what commits must have come to. */
final class FullMetadata {
  private FullMetadata() {}

  static Metadata of(PageCache cache) {
    Metadata m = new Metadata();
    for (Inode f : cache.inodes.values()) {
      if (!f.orphan) {
        RunMap<Stored> map = new RunMap<>();
        f.bmap.forEach(0, Integer.MAX_VALUE, (at, n, b) -> map.put(at, n, Stored.of(b)));
        m.files.put(f.name, new Metadata.File(f.size, map));
        f.bmap.forEach(
            0,
            Integer.MAX_VALUE,
            (at, n, b) -> {
              for (int i = at; b instanceof Blocks.Shared shared && i < at + n; i++) {
                share(m, shared.extent(), shared.offset(i));
              }
            });
      }
    }
    return m;
  }

  private static void share(Metadata m, Extent x, int o) {
    Metadata.SharedExtent s =
        m.extents.computeIfAbsent(
            x.id, e -> new Metadata.SharedExtent(x.length, new RunMap<>(), new RunMap<>()));
    s.blocks.put(o, 1, new Blocks.Own(x.block(o) - o));
    s.refs.put(o, 1, Objects.requireNonNullElse(s.refs.get(o), 0L) + 1);
  }
}
