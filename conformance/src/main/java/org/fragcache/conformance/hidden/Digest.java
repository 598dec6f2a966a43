package org.fragcache.conformance.hidden;

import java.util.Arrays;

/**
 * A hash of 64 bits of a walk. Where the walk is need not be in it: classes are, so the parts
 * follow.
 */
final class Digest implements Sink {
  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private static final long LOW = 0xFFFFFFFFL;

  private long hash;

  void clear() {
    hash = 0;
  }

  long hash() {
    return hash;
  }

  @Override
  public void enter(String field) {}

  @Override
  public void enter(int index) {}

  @Override
  public void leave() {}

  @Override
  public void value(long value) {
    long h = (hash ^ value) * PRIME;
    hash = h ^ (h >>> 32);
  }

  @Override
  public void values(long[] values) {
    value((long) values.length << 32 | (Arrays.hashCode(values) & LOW));
  }

  @Override
  public void values(byte[] values) {
    value((long) values.length << 32 | (Arrays.hashCode(values) & LOW));
  }

  @Override
  public void value(String value) {
    value((long) value.length() << 32 | (value.hashCode() & LOW));
  }
}
