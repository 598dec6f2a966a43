package org.fragcache.conformance.dir;

import com.sun.jna.Memory;
import java.nio.ByteBuffer;
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
  private final Map<Integer, Encoded> encoded = new ConcurrentHashMap<>();

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
    return encoded(data).memory;
  }

  private Encoded encoded(int data) {
    return encoded.computeIfAbsent(
        data,
        d -> {
          Memory unit = new Memory(size);
          for (int i = 0; i < size; i += WORD) {
            unit.setLong(i, d == 0 ? 0 : word(d, i / WORD));
          }
          return new Encoded(unit, unit.getByteBuffer(0, size));
        });
  }

  /**
   * The number that a unit stands for.
   *
   * @param bytes in the order of this machine
   * @throws TornUnitException if it stands for none
   */
  int decode(ByteBuffer bytes, int from) {
    long first = bytes.getLong(from);
    int data = first == 0 ? 0 : (int) (first >>> 32);
    if (first != 0 && first != word(data, 0)) {
      throw torn(first, 0, first);
    }
    // A call into native code for each word would take longer than the read.
    int differs = bytes.slice(from, size).mismatch(encoded(data).bytes.duplicate());
    if (differs >= 0) {
      int place = differs / WORD;
      throw torn(first, place, bytes.getLong(from + place * WORD));
    }
    return data;
  }

  private TornUnitException torn(long first, int place, long found) {
    return new TornUnitException(
        String.format(
            "a unit of %d bytes is torn: its word 0 is %016x, its word %d %016x",
            size, first, place, found));
  }

  /** The same bytes twice: for system calls, and to be compared with. */
  private record Encoded(Memory memory, ByteBuffer bytes) {}
}
