package org.fragcache;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What stands before the bytes of a record of the log. Big endian:
 *
 * <pre>
 *    0 tag of the base image   8 number of the record, from 1   16 size of the device, at least
 *   24 length of the bytes   28 CRC32C of bytes 0..27 and the record's
 * </pre>
 *
 * @param tag of its superblock
 * @param deviceSize bytes that were durable before the record was written
 */
record LogRecord(long tag, long number, long deviceSize, int length, int crc) {
  static final int HEADER = 32;
  private static final int CHECKED = HEADER - Integer.BYTES;

  /** A record as it lies on the device. */
  static ByteBuffer encode(long tag, long number, long deviceSize, byte[] record) {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + record.length);
    bytes.putLong(tag).putLong(number).putLong(deviceSize).putInt(record.length);
    bytes.putInt(CHECKED, crc(bytes, record)).position(HEADER).put(record);
    return bytes.flip();
  }

  static LogRecord decode(ByteBuffer header) {
    return new LogRecord(
        header.getLong(0),
        header.getLong(8),
        header.getLong(16),
        header.getInt(24),
        header.getInt(CHECKED));
  }

  /** What the CRC of these must be. */
  static int crc(ByteBuffer header, byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().position(0).limit(CHECKED));
    crc.update(record);
    return (int) crc.getValue();
  }
}
