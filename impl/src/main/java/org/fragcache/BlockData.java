package org.fragcache;

import java.nio.ByteBuffer;

/**
 * What the bytes of a block are in the specification, where data are small integers. A block of
 * zeros is 0. Implementations are thread safe.
 */
public interface BlockData {
  /**
   * The number that a block stands for.
   *
   * @param block a whole block from position 0 to its limit, little endian; to be read by absolute
   *     index and left as it is
   * @throws IllegalStateException if these bytes stand for no number: the block is torn
   */
  int decode(ByteBuffer block);

  /**
   * Fills a whole block, from the position to the limit, with what stands for a number.
   *
   * @param d from 0 on
   */
  void encode(int d, ByteBuffer block);

  /**
   * Every word of the block tells the number and its own place; the first four bytes are the
   * number, little endian. A block that mixes two numbers, or is shifted, is torn. Blocks are
   * multiples of 8 bytes.
   */
  static BlockData patterned() {
    return PatternedData.INSTANCE;
  }
}
