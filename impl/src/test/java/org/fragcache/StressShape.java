package org.fragcache;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How large the files of a stress run are, and what is in them: a block has units, and a unit is
 * zero or a record that says who wrote it: file, unit, the number of the call, CRC. A record as a
 * {@code long} is a <em>value</em>; 0 is a unit of zeros.
 *
 * <p>Every other file is <em>steady</em>: made at the start with its full size, and from then on
 * neither truncated nor removed, so that who stores through a view knows that it is the file's.
 */
record StressShape(int files, int blocks, int units, int unitSize, int memoryBlocks) {
  static final long TORN = -1;

  private static final int MAGIC = 0x57e55;
  private static final int HEADER = 20; // magic, CRC, file and unit, number
  private static final int UNIT_BITS = 14;
  private static final int FILE_BITS = 6;

  int blockSize() {
    return units * unitSize;
  }

  /** Units of a file, at most. */
  int perFile() {
    return blocks * units;
  }

  int cells() {
    return files * perFile();
  }

  String name(int file) {
    return "f" + file;
  }

  boolean isSteady(int file) {
    return file % 2 == 0;
  }

  /** Only these are pinned to write: what a clone of them gets may be a copy, which is dirty. */
  boolean isPinned(int file) {
    return file % 4 == 1;
  }

  FragmentCacheBuilder builder() {
    return FragmentCache.builder()
        .blockSize(blockSize())
        .maxFileBlocks(blocks)
        .memoryLimit((long) memoryBlocks * blockSize());
  }

  static long value(long number, int file, int unit) {
    return (number << (FILE_BITS + UNIT_BITS)) | ((long) file << UNIT_BITS) | unit;
  }

  static long number(long value) {
    return value >>> (FILE_BITS + UNIT_BITS);
  }

  static int file(long value) {
    return (int) (value >>> UNIT_BITS) & ((1 << FILE_BITS) - 1);
  }

  static String describe(long value) {
    if (value == 0) {
      return "zeros";
    }
    return value == TORN
        ? "a torn record"
        : "the record of call %d to f%d unit %d"
            .formatted(number(value), file(value), value & ((1 << UNIT_BITS) - 1));
  }

  /** Appends the record. */
  void put(ByteBuffer dst, long value) {
    int start = dst.position();
    dst.putInt(MAGIC).putInt(0).putInt((int) (value & ((1 << (FILE_BITS + UNIT_BITS)) - 1)));
    dst.putLong(number(value));
    for (int i = HEADER; i < unitSize; i++) {
      dst.put((byte) (value + i * 31L));
    }
    dst.putInt(start + 4, crc(dst, start));
  }

  /** The value of the unit at this index, {@link #TORN} if it is none. */
  long get(ByteBuffer src, int start) {
    if (src.getInt(start) != MAGIC) {
      for (int i = start; i < start + unitSize; i++) {
        if (src.get(i) != 0) {
          return TORN;
        }
      }
      return 0;
    }
    if (src.getInt(start + 4) != crc(src, start)) {
      return TORN;
    }
    return (src.getLong(start + 12) << (FILE_BITS + UNIT_BITS)) | src.getInt(start + 8);
  }

  private int crc(ByteBuffer bytes, int start) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().position(start + 8).limit(start + unitSize));
    return (int) crc.getValue();
  }
}
