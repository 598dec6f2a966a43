package org.fragcache;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A device in the heap, of up to 2^31 - 9 bytes; its content stays after {@link #close}. */
public final class MemoryBlockDevice implements BlockDevice {
  private byte[] bytes;
  private int size;

  /** An empty device. */
  public MemoryBlockDevice() {
    this(new byte[0]);
  }

  /** A device with this content, which is copied. */
  public MemoryBlockDevice(byte[] content) {
    this.bytes = content.clone();
    this.size = content.length;
  }

  @Override
  public synchronized void read(long pos, ByteBuffer dst) throws EOFException {
    if (pos + dst.remaining() > size) {
      throw endsWithin(this, size, pos, dst.remaining());
    }
    dst.put(bytes, (int) pos, dst.remaining());
  }

  /** What a device of this size says of a read beyond it. */
  static EOFException endsWithin(BlockDevice device, long size, long pos, int length) {
    return new EOFException(
        device + ": ends at byte " + size + ", expected " + length + " bytes at byte " + pos);
  }

  @Override
  public synchronized void write(long pos, ByteBuffer src) {
    if (!src.hasRemaining()) {
      return; // does not grow
    }
    int start = Math.toIntExact(pos);
    int end = Math.addExact(start, src.remaining());
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(end + (end >> 1) + 64L, Integer.MAX_VALUE - 8));
    }
    src.get(bytes, start, end - start);
    size = Math.max(size, end);
  }

  @Override
  public void sync() {}

  @Override
  public synchronized long size() {
    return size;
  }

  /** The content: a new array. */
  public synchronized byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** A device with the same content. */
  MemoryBlockDevice copy() {
    return new MemoryBlockDevice(toByteArray());
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "memory device";
  }
}
