package org.fragcache.baseline;

/** Blocks of a file that follow each other on the store too. */
final class BlockRun {
  final int start;
  final long block; // of the store, that of start
  int length;

  BlockRun(int start, long block, int length) {
    this.start = start;
    this.block = block;
    this.length = length;
  }

  int end() {
    return start + length;
  }

  /** What of it lies within from..to-1, and some does; as blocks of a file from there on moved. */
  BlockRun part(int from, int to, int moved) {
    int first = Math.max(start, from);
    return new BlockRun(first + moved, block + (first - start), Math.min(end(), to) - first);
  }
}
