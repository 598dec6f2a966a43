package org.fragcache.conformance.dir;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the bytes of a unit stand for. Zeros are 0; of any other number each word of eight bytes has
 * the number and the word's place in the unit, so that a unit of two halves, or one that was
 * shifted, is torn. Thread safe: the threads of a race share one.
 */
final class UnitBytes {
  private static final int WORD = 8;

  private final int size;
  private final Map<Integer, Memory> encoded = new ConcurrentHashMap<>();

  /**
   * @param size of a unit in bytes, a multiple of 8
   */
  UnitBytes(int size) {
    if (size < WORD || size % WORD != 0) {
      throw new IllegalArgumentException("unit of " + size + " bytes; expected a multiple of 8");
    }
    this.size = size;
  }

  int size() {
    return size;
  }

  private static long word(long data, int place) {
    return data << 32 | 0x5EED_0000L + place;
  }

  /** The bytes of a number, to be read only. */
  Memory of(int data) {
    return encoded.computeIfAbsent(
        data,
        d -> {
          Memory unit = new Memory(size);
          for (int i = 0; i < size; i += WORD) {
            unit.setLong(i, d == 0 ? 0 : word(d, i / WORD));
          }
          return unit;
        });
  }

  /**
   * The number that a unit stands for.
   *
   * @throws TornUnitException if it stands for none
   */
  int decode(Pointer bytes, long from) {
    long first = bytes.getLong(from);
    long data = first == 0 ? 0 : first >>> 32;
    for (int i = 0; i < size; i += WORD) {
      long found = bytes.getLong(from + i);
      if (found != (first == 0 ? 0 : word(data, i / WORD))) {
        throw new TornUnitException(
            String.format(
                "a unit of %d bytes is torn: its word 0 is %016x, its word %d %016x",
                size, first, i / WORD, found));
      }
    }
    return (int) data;
  }
}
