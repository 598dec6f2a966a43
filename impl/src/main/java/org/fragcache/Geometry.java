package org.fragcache;

/**
 * Bytes and blocks. Positions and sizes are in bytes, not negative, indices in blocks.
 *
 * @param shift of a block size that is a power of two, its logarithm; else -1
 */
record Geometry(int blockSize, int maxFileBlocks, int shift) {
  private static final int NO_SHIFT = -1;

  Geometry(int blockSize, int maxFileBlocks) {
    this(
        blockSize,
        maxFileBlocks,
        Integer.bitCount(blockSize) == 1 ? Integer.numberOfTrailingZeros(blockSize) : NO_SHIFT);
  }

  /** The largest size of a file. */
  long maxBytes() {
    return (long) maxFileBlocks * blockSize;
  }

  /** The block that holds the byte at this position. */
  int block(long pos) {
    // A division takes as long as the whole way to a cached folio.
    return Math.toIntExact(shift >= 0 ? pos >> shift : pos / blockSize);
  }

  /** Where in its block the byte at this position is. */
  int within(long pos) {
    return (int) (shift >= 0 ? pos & (blockSize - 1) : pos % blockSize);
  }

  boolean isAligned(long pos) {
    return pos % blockSize == 0;
  }

  long roundDown(long pos) {
    return pos - pos % blockSize;
  }

  long roundUp(long pos) {
    return roundDown(pos + blockSize - 1);
  }

  /** Blocks that it takes to hold this many bytes: the first index beyond EOF. */
  int blocks(long size) {
    return block(roundUp(size));
  }

  /** How many bytes of block b are among the first {@code size} of a file. */
  int bytesWithin(long size, int b) {
    return (int) Math.max(0, Math.min(size - (long) b * blockSize, blockSize));
  }

  /** Whether nothing of block b is in the file. */
  boolean isBeyondEof(Inode f, int b) {
    return b >= blocks(f.size);
  }

  /** Whether a position can be that of a byte of a file. */
  boolean holds(long pos) {
    return pos >= 0 && pos < maxBytes();
  }
}
