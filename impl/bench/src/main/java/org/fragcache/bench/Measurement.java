package org.fragcache.bench;

import java.util.List;

/** A benchmark. */
interface Measurement {
  /** All, in the order in which they run. */
  List<Measurement> ALL =
      List.of(
          new CloneShared(),
          new CloneFirst(),
          new Allocation(),
          new Sharing(),
          new MillionClones(),
          new ReadHit(),
          new CowWrite(),
          new Listener(),
          new DropSharer(),
          new ReclaimShared(),
          new Extents());

  /** As {@code --only} has it. */
  String name();

  Report run(Context context);

  static Measurement named(String name) {
    return ALL.stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
  }
}
