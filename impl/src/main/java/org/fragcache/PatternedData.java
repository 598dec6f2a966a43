package org.fragcache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Word i of a unit is (2i + 1) times a word made of the number, so zero is all zeros. */
final class PatternedData implements BlockData {
  static final PatternedData INSTANCE = new PatternedData();

  private static final int GOLDEN = 0x9E3779B9;

  private PatternedData() {}

  @Override
  public int decode(ByteBuffer bytes, int from, int to) {
    int d = bytes.getInt(from);
    long first = word(d);
    long step = 2 * first;
    long expected = first;
    for (int i = from; i < to; i += Long.BYTES) {
      if (bytes.getLong(i) != expected) {
        throw new IllegalStateException(
            "torn block: byte %d: word %016x, expected %016x of number %d"
                .formatted(i, bytes.getLong(i), expected, d));
      }
      expected += step;
    }
    return d;
  }

  @Override
  public void encode(int d, ByteBuffer unit) {
    ByteBuffer out = unit.slice().order(ByteOrder.LITTLE_ENDIAN);
    long first = word(d);
    long word = first;
    while (out.hasRemaining()) {
      out.putLong(word);
      word += 2 * first;
    }
    unit.position(unit.limit());
  }

  private static long word(int d) {
    int high = d * GOLDEN; // wraps
    return (long) high << Integer.SIZE | Integer.toUnsignedLong(d);
  }
}
