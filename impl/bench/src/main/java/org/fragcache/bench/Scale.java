package org.fragcache.bench;

/**
 * How much is measured.
 *
 * <p>{@link #TINY} is for tests of the bench itself: its figures mean nothing, and everything runs
 * in the one JVM.
 */
enum Scale {
  FULL(31, 20, 18, 16, 1_000_000, 100_000, 10_000, 16, 64, 3, 8, 200, 45),
  QUICK(15, 20, 18, 16, 1_000_000, 100_000, 1_000, 14, 64, 1, 5, 100, 8),
  TINY(5, 8, 6, 6, 1_000, 100, 10, 5, 1, 1, 5, 5, 5);

  /** Iterations of what is timed here, at least 5. */
  final int rounds;

  /** Of the largest file that is cloned when shared already: log2 of its folios. */
  final int sharedLog;

  /** Of the largest file that is cloned for the first time. */
  final int firstLog;

  /** Of the largest file of which a sharer goes. */
  final int dropLog;

  final int clones;
  final int sharers;
  final int mapped;

  /** Of the most extents that a clone crosses. */
  final int extentsLog;

  /** Size of files where bytes count. */
  final int mebibytes;

  final int forks;
  final int jmhIterations;
  final int jmhMillis;

  /** A benchmark starts no new point after this. */
  final int seconds;

  Scale(
      int rounds,
      int sharedLog,
      int firstLog,
      int dropLog,
      int clones,
      int sharers,
      int mapped,
      int extentsLog,
      int mebibytes,
      int forks,
      int jmhIterations,
      int jmhMillis,
      int seconds) {
    this.rounds = rounds;
    this.sharedLog = sharedLog;
    this.firstLog = firstLog;
    this.dropLog = dropLog;
    this.clones = clones;
    this.sharers = sharers;
    this.mapped = mapped;
    this.extentsLog = extentsLog;
    this.mebibytes = mebibytes;
    this.forks = forks;
    this.jmhIterations = jmhIterations;
    this.jmhMillis = jmhMillis;
    this.seconds = seconds;
  }

  /** Whether benchmarks get JVMs of their own. */
  boolean forked() {
    return this != TINY;
  }

  /** 1, 4, 16 .. 2^log, and that itself if log is odd. */
  static int[] powersOfFour(int log) {
    int n = log / 2 + 1 + log % 2;
    int[] sizes = new int[n];
    for (int i = 0; i < n; i++) {
      sizes[i] = 1 << Math.min(2 * i, log);
    }
    return sizes;
  }

  /** 1, 10, 100 .. max. */
  static int[] powersOfTen(int max) {
    int n = (int) Math.round(Math.ceil(Math.log10(max) - 1e-9)) + 1;
    int[] sizes = new int[n];
    int size = 1;
    for (int i = 0; i < n; i++) {
      sizes[i] = Math.min(size, max);
      size *= 10;
    }
    return sizes;
  }
}
