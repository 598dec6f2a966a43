package org.fragcache;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes of a block, by absolute index: no position is moved but where it says so. */
final class Bytes {
  private static final byte[] ZEROS = new byte[1 << 10];

  private Bytes() {}

  /** Bytes from..to-1 become zero. */
  static void zero(ByteBuffer data, int from, int to) {
    for (int i = from; i < to; i += ZEROS.length) {
      data.put(i, ZEROS, 0, Math.min(ZEROS.length, to - i));
    }
  }

  /** Bytes {@code at..at+n-1} of a block to {@code dst}, which advances; null stands for zeros. */
  static void get(@Nullable ByteBuffer data, int at, int n, ByteBuffer dst) {
    if (data != null) {
      dst.put(dst.position(), data, at, n);
    } else {
      zero(dst, dst.position(), dst.position() + n);
    }
    dst.position(dst.position() + n);
  }

  /** The next n bytes of {@code src}, which advances, to a block. */
  static void put(ByteBuffer data, int at, int n, ByteBuffer src) {
    data.put(at, src, src.position(), n);
    src.position(src.position() + n);
  }
}
