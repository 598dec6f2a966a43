package org.fragcache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records after a base image, in blocks that are reserved with it. Each starts at a block of
 * its own, so that no write touches one that is durable. It ends where no record is: they are
 * written one at a time, so what was there before a crash is a prefix of them.
 *
 * <p>Not thread safe.
 */
final class Log {
  private final BlockDevice device;
  private final Superblock base;
  private final LogRules rules;
  private int used; // blocks
  private long count;
  private long deviceSize;
  private boolean isSure = true;

  /** An empty log. */
  Log(BlockDevice device, Superblock base, LogRules rules) {
    this.device = device;
    this.base = base;
    this.rules = rules;
    this.deviceSize = base.deviceSize();
  }

  /** The log that a device has, whose end is made ready to be written. */
  static Log open(BlockDevice device, Superblock base, LogRules rules) throws IOException {
    Log log = new Log(device, base, rules);
    for (byte[] record = log.next(); record != null; record = log.next()) {
      log.advance(record.length);
    }
    if (device.size() < log.deviceSize) {
      throw new IOException(
          "%s: truncated to %d bytes, expected at least %d"
              .formatted(device, device.size(), log.deviceSize));
    }
    log.requireEnd();
    log.eraseTorn();
    return log;
  }

  /** Bytes of the device that are durable. */
  long deviceSize() {
    return deviceSize;
  }

  /**
   * One that cannot fit, or of which nobody could say what it comes after, is not to be written.
   */
  boolean hasRoom(byte[] record) {
    return isSure && blocks(record.length) <= base.logBlocks() - used;
  }

  /** From here on nobody can say where the log ends. */
  void doubt() {
    isSure = false;
  }

  private long blocks(int length) {
    return ((long) LogRecord.HEADER + length + base.blockSize() - 1) / base.blockSize();
  }

  private long end() {
    return base.logPosition() + (long) used * base.blockSize();
  }

  /** Writes a record at the end. It is not one before {@link #advance}. */
  void write(byte[] record, long deviceSize) throws IOException {
    device.write(end(), LogRecord.encode(base.logTag(), count + 1, deviceSize, record));
    this.deviceSize = deviceSize;
  }

  /** The record of this length at the end is one of the log. */
  void advance(int length) {
    used += (int) blocks(length);
    count++;
  }

  /** The records, from the device. */
  List<byte[]> records() throws IOException {
    Log again = new Log(device, base, rules);
    List<byte[]> records = new ArrayList<>();
    while (again.count < count) {
      byte[] record = again.next();
      if (record == null) {
        throw again.damaged("expected " + count);
      }
      records.add(record);
      again.advance(record.length);
    }
    return records;
  }

  /** The record at the end of those that are known, or null if there is none. */
  private byte @Nullable [] next() throws IOException {
    ByteBuffer header = read(LogRecord.HEADER);
    if (header.remaining() < LogRecord.HEADER) {
      return null;
    }
    LogRecord record = LogRecord.decode(header);
    if (!rules.isOfBase(record.tag(), base.logTag())
        || !rules.isNext(record.number(), count + 1)
        || record.length() < 0
        || blocks(record.length()) > base.logBlocks() - used) {
      return null;
    }
    ByteBuffer all = read(LogRecord.HEADER + record.length());
    byte[] bytes = new byte[Math.max(0, all.remaining() - LogRecord.HEADER)];
    all.get(LogRecord.HEADER, bytes);
    if (bytes.length < record.length()
        || !rules.isWhole(record.crc(), LogRecord.crc(header, bytes))) {
      return null;
    }
    deviceSize = record.deviceSize();
    return bytes;
  }

  /** What there is from the end on, but no more than so many bytes; less if the log ends. */
  private ByteBuffer read(int length) throws IOException {
    long limit = base.logPosition() + (long) base.logBlocks() * base.blockSize();
    long there = Math.max(0, Math.min(limit, device.size()) - end());
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(length, there));
    if (bytes.hasRemaining()) {
      device.read(end(), bytes);
    }
    return bytes.flip();
  }

  /**
   * A record is written when those before it are durable: a whole one that follows what is none is
   * proof.
   */
  private void requireEnd() throws IOException {
    ByteBuffer rest = read(Integer.MAX_VALUE - 8);
    for (int at = 0; at + LogRecord.HEADER <= rest.limit(); at += base.blockSize()) {
      ByteBuffer header = rest.slice(at, LogRecord.HEADER);
      LogRecord later = LogRecord.decode(header);
      int from = at + LogRecord.HEADER;
      if (later.tag() == base.logTag()
          && later.number() > count + 1
          && later.length() >= 0
          && later.length() <= rest.limit() - from) {
        byte[] bytes = new byte[later.length()];
        rest.get(from, bytes);
        if (later.crc() == LogRecord.crc(header, bytes)) { // else it may be a mix of torn ones
          throw damaged("but record " + later.number());
        }
      }
    }
  }

  private IOException damaged(String but) {
    return new IOException(
        "%s: damaged log: no record %d at byte %d, %s".formatted(device, count + 1, end(), but));
  }

  private void eraseTorn() throws IOException {
    ByteBuffer header = read(LogRecord.HEADER);
    ByteBuffer zeros = ByteBuffer.allocate(header.remaining());
    if (rules.erasesTorn() && !header.equals(zeros)) {
      device.write(end(), zeros);
      device.sync();
    }
  }
}
