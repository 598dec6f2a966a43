package org.fragcache.bench;

import java.util.function.Consumer;

/** What a benchmark runs in: its scale, the time that it has, and where it tells what it does. */
final class Context {
  final Scale scale;
  private final Consumer<String> progress;
  private final long end;

  Context(Scale scale, Consumer<String> progress) {
    this.scale = scale;
    this.progress = progress;
    this.end = System.nanoTime() + scale.seconds * 1_000_000_000L;
  }

  void at(String what) {
    progress.accept(what);
  }

  /** Whether there is time for another point. */
  boolean hasTime() {
    return System.nanoTime() - end < 0;
  }

  /** Why a point is missing. */
  String tooSlow(String point) {
    return point + ": not reached within " + scale.seconds + " s";
  }
}
