package org.fragcache;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing array of ASCII bytes, to be used again and again: {@link #clear} keeps its memory. Not
 * thread safe.
 */
public final class StateBuffer {
  private byte[] bytes = new byte[1024];
  private int length;

  /** An empty buffer. */
  public StateBuffer() {}

  /** Forgets the content. */
  public void clear() {
    length = 0;
  }

  /** The number of bytes. */
  public int length() {
    return length;
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** Whether the content is exactly these bytes. */
  public boolean contentEquals(byte[] other) {
    return Arrays.equals(bytes, 0, length, other, 0, other.length);
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }

  StateBuffer put(byte[] text) {
    int n = text.length;
    reserve(n);
    System.arraycopy(text, 0, bytes, length, n);
    length += n;
    return this;
  }

  StateBuffer put(char c) {
    reserve(1);
    bytes[length++] = (byte) c;
    return this;
  }

  StateBuffer put(long number) {
    if (number >= 0 && number <= 9) {
      return put((char) ('0' + number));
    }
    return put(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
  }

  private void reserve(int n) {
    if (bytes.length - length < n) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + n));
    }
  }
}
