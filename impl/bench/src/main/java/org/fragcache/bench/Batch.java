package org.fragcache.bench;

/** A number of like operations that are timed together. */
abstract class Batch {
  /** Most operations of a batch that is not of a fixed number. */
  static final int MAX = 2000;

  private final boolean fixed;
  private int n;

  /** As many operations as take some milliseconds. */
  Batch() {
    this.fixed = false;
    this.n = 1;
  }

  /** So many operations. */
  Batch(int n) {
    this.fixed = true;
    this.n = n;
  }

  final int n() {
    return n;
  }

  final void resize(int size) {
    if (!fixed) {
      n = Math.max(1, Math.min(MAX, size));
    }
  }

  /** Not timed: makes what {@link #run} uses up. */
  void before() {}

  /** Timed: {@link #n} operations. */
  abstract void run();

  /** Not timed: puts everything back. */
  void after() {}
}
