package org.fragcache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a commit leaves at the start of a device: where its metadata lie. There are two places, each
 * in a page of its own; commit n writes place n mod 2, so the other holds the commit before while
 * this one is torn. Big endian:
 *
 * <pre>
 *    0 magic     8 version  12 block size   16 sequence number, n   24 size of the device, at least
 *   32 metadata: first block   36 their length, bytes   40 their CRC32C
 *   44 blocks of the log, which follow those of the metadata   48 tag of its records
 *   56 CRC32C of bytes 0..55
 * </pre>
 *
 * @param logTag a number that no other image has, and nobody can know who writes blocks
 * @param deviceSize bytes that are durable: a shorter device has been truncated
 */
record Superblock(
    int blockSize,
    long sequence,
    long deviceSize,
    int metaBlock,
    int metaLength,
    int metaCrc,
    int logBlocks,
    long logTag) {
  /** Where block 0 starts. */
  static final int DATA = 8192;

  static final int PLACE = 4096;
  static final int LENGTH = 60;
  private static final int CHECKED = LENGTH - Integer.BYTES;
  private static final long MAGIC = 0x46524147_53544f52L; // FRAGSTOR
  private static final int VERSION = 2;

  static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return (int) crc.getValue();
  }

  long position(long block) {
    return DATA + block * blockSize;
  }

  /** The number of blocks that the metadata take. */
  int metaBlocks() {
    return blocks(metaLength);
  }

  int blocks(int length) {
    return length / blockSize + (length % blockSize == 0 ? 0 : 1);
  }

  /** Where the log starts. */
  long logPosition() {
    return position((long) metaBlock + metaBlocks());
  }

  /** The number of blocks that metadata and log take, in a row. */
  int imageBlocks() {
    return metaBlocks() + logBlocks;
  }

  void write(BlockDevice device) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(LENGTH);
    record.putLong(MAGIC).putInt(VERSION).putInt(blockSize).putLong(sequence).putLong(deviceSize);
    record.putInt(metaBlock).putInt(metaLength).putInt(metaCrc).putInt(logBlocks).putLong(logTag);
    record.putInt(crc(record.duplicate().flip()));
    device.write(PLACE * (sequence % 2), record.flip());
  }

  /**
   * The one with the greater number of the two that are valid.
   *
   * @throws IOException if none is; says what is wrong with each
   */
  static Superblock newest(BlockDevice device) throws IOException {
    @Nullable Superblock newest = null;
    StringBuilder faults = new StringBuilder();
    boolean foreign = true;
    for (int at = 0; at <= PLACE; at += PLACE) {
      ByteBuffer record = read(device, at);
      foreign &= record.limit() < Long.BYTES || record.getLong(0) != MAGIC;
      @Nullable String fault = fault(record);
      if (fault != null) {
        faults.append(at == 0 ? "" : "; ").append("byte ").append(at).append(": ").append(fault);
        continue;
      }
      Superblock valid = decode(record);
      if (newest == null || valid.sequence > newest.sequence) {
        newest = valid;
      }
    }
    if (newest == null) {
      String what = foreign ? "not a block store" : "damaged, no superblock is valid";
      throw new IOException(device + ": " + what + ": " + faults);
    }
    return newest;
  }

  /** What the device has of a superblock; less than one if it ends. */
  private static ByteBuffer read(BlockDevice device, long at) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(LENGTH);
    record.limit((int) Math.min(LENGTH, Math.max(0, device.size() - at)));
    if (record.hasRemaining()) {
      device.read(at, record);
    }
    return record.flip();
  }

  /**
   * Erases the other superblock if it is torn. The next commit has the number of the one that was
   * torn; if it is torn too, what is left of both could make the first one whole.
   */
  void eraseTornOther(BlockDevice device) throws IOException {
    long at = PLACE * ((sequence + 1) % 2);
    ByteBuffer record = read(device, at);
    ByteBuffer zeros = ByteBuffer.allocate(LENGTH);
    if (fault(record) != null && !record.equals(zeros.duplicate().limit(record.limit()))) {
      device.write(at, zeros);
      device.sync();
    }
  }

  private static @Nullable String fault(ByteBuffer record) {
    if (record.limit() < LENGTH) {
      return "ends after " + record.limit() + " bytes, expected a superblock of " + LENGTH;
    }
    if (record.getLong(0) != MAGIC) {
      return String.format("starts with %016x, expected %016x", record.getLong(0), MAGIC);
    }
    if (record.getInt(8) != VERSION) {
      return "version " + record.getInt(8) + ", expected " + VERSION;
    }
    int crc = crc(record.duplicate().limit(CHECKED));
    if (record.getInt(CHECKED) != crc) {
      return String.format("CRC32C %08x, expected %08x", record.getInt(CHECKED), crc);
    }
    Superblock superblock = decode(record);
    return superblock.isPlausible() ? null : superblock + ", expected the metadata in the device";
  }

  private static Superblock decode(ByteBuffer record) {
    return new Superblock(
        record.getInt(12),
        record.getLong(16),
        record.getLong(24),
        record.getInt(32),
        record.getInt(36),
        record.getInt(40),
        record.getInt(44),
        record.getLong(48));
  }

  private boolean isPlausible() {
    return blockSize > 0
        && metaBlock >= 0
        && metaLength >= 0
        && logBlocks >= 0
        && metaBlock + (long) metaBlocks() + logBlocks < Integer.MAX_VALUE
        && (metaLength == 0 || position(metaBlock) + metaLength <= deviceSize);
  }
}
