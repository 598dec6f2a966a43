package org.fragcache.baseline;

/** Bytes and blocks. Positions and sizes are in bytes, indices in blocks. */
final class Geometry {
  final int blockSize;
  final int maxFileBlocks;
  private final int shift; // -1 if the block size is no power of two

  Geometry(int blockSize, int maxFileBlocks) {
    this.blockSize = blockSize;
    this.maxFileBlocks = maxFileBlocks;
    this.shift = Integer.bitCount(blockSize) == 1 ? Integer.numberOfTrailingZeros(blockSize) : -1;
  }

  /** The largest size of a file. */
  long maxBytes() {
    return (long) maxFileBlocks * blockSize;
  }

  /** The block that holds the byte at this position. */
  int block(long pos) {
    return (int) (shift >= 0 ? pos >>> shift : pos / blockSize);
  }

  /** Where in its block the byte at this position is. */
  int within(long pos) {
    return (int) (shift >= 0 ? pos & (blockSize - 1) : pos % blockSize);
  }

  boolean isAligned(long pos) {
    return within(pos) == 0;
  }

  /** Blocks that it takes to hold this many bytes. */
  int blocks(long bytes) {
    return block(bytes) + (isAligned(bytes) ? 0 : 1);
  }
}
