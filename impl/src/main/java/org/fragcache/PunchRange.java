package org.fragcache;

import java.util.Arrays;

/**
 * What a punch does to blocks: those that it covers whole are dropped, the bytes that it covers of
 * others become zero.
 */
final class PunchRange {
  final long from;
  final long to; // exclusive
  final int firstWhole;
  final int wholes;
  private final int[] partial; // at most two, ascending
  private final Geometry geometry;

  PunchRange(long pos, long length, Geometry geometry) {
    this.geometry = geometry;
    this.from = pos;
    this.to = pos + length;
    this.firstWhole = geometry.blocks(from);
    this.wholes = Math.max(0, geometry.block(to) - firstWhole);
    int first = geometry.block(from);
    int last = geometry.block(to - 1);
    boolean firstIsPartial = first < firstWhole || geometry.block(to) == first;
    boolean lastIsPartial = !geometry.isAligned(to) && last != first;
    if (firstIsPartial && lastIsPartial) {
      partial = new int[] {first, last};
    } else if (firstIsPartial || lastIsPartial) {
      partial = new int[] {firstIsPartial ? first : last};
    } else {
      partial = new int[0];
    }
  }

  /** The edge blocks that are covered in part and are no holes of f, in order. */
  int[] partial(Inode f, Access access) {
    return Arrays.stream(partial).filter(b -> !access.isHole(f, b)).toArray();
  }

  /** The first byte of block b that is covered. */
  int start(int b) {
    return b == geometry.block(from) ? geometry.within(from) : 0;
  }

  /** One past the last byte of block b that is covered. */
  int end(int b) {
    return b == geometry.block(to) ? geometry.within(to) : geometry.blockSize();
  }
}
