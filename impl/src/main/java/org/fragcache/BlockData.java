package org.fragcache;

import java.nio.ByteBuffer;

/**
 * What the bytes of a unit of a block are in the specification, where data are small integers. A
 * unit of zeros is 0. Implementations are thread safe.
 */
public interface BlockData {
  /**
   * The number that a unit stands for.
   *
   * @param bytes little endian; to be read by absolute index and left as they are
   * @param from the unit's first byte
   * @param to one past its last
   * @throws IllegalStateException if these bytes stand for no number: the unit is torn
   */
  int decode(ByteBuffer bytes, int from, int to);

  /** The number of the unit that is all of the buffer, from 0 to its limit. */
  default int decode(ByteBuffer unit) {
    return decode(unit, 0, unit.limit());
  }

  /**
   * Fills a whole unit, from the position to the limit, with what stands for a number.
   *
   * @param d from 0 on
   */
  void encode(int d, ByteBuffer unit);

  /**
   * Every word of the unit tells the number and its own place; the first four bytes are the number,
   * little endian. A unit that mixes two numbers, or is shifted, is torn. Units are multiples of 8
   * bytes.
   */
  static BlockData patterned() {
    return PatternedData.INSTANCE;
  }
}
