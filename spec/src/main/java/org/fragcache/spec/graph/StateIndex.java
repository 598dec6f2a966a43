package org.fragcache.spec.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers states by their encoding. Hashes only select candidates: two states are the same when
 * their encodings are. Lookups may run side by side, but not beside an insertion.
 */
final class StateIndex {
  /** A hash of an encoding; a parameter so that a test can make all of them collide. */
  @FunctionalInterface
  interface Hash {
    long of(byte[] encoding);
  }

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final Hash hash;
  private byte[][] encodings = new byte[1024][];
  private long[] hashes = new long[1024];
  private int size;

  /** Open addressing; 0 is free, else the number of a state plus one. */
  private int[] table = new int[4096];

  StateIndex(Hash hash) {
    this.hash = hash;
  }

  static long mix(byte[] b) {
    long h = b.length * 0x9E3779B97F4A7C15L;
    int i = 0;
    for (; i + 8 <= b.length; i += 8) {
      h = Long.rotateLeft((h ^ (long) LONG.get(b, i)) * 0xBF58476D1CE4E5B9L, 29);
    }
    for (; i < b.length; i++) {
      h = Long.rotateLeft((h ^ b[i]) * 0xBF58476D1CE4E5B9L, 29);
    }
    h = (h ^ (h >>> 32)) * 0x94D049BB133111EBL;
    return h ^ (h >>> 29);
  }

  int size() {
    return size;
  }

  byte[] encoding(int state) {
    return encodings[state];
  }

  long hash(byte[] encoding) {
    return hash.of(encoding);
  }

  /** Number of the state with this encoding, -1 if there is none. */
  int find(byte[] encoding, long h) {
    int mask = table.length - 1;
    for (int i = (int) h & mask; table[i] != 0; i = (i + 1) & mask) {
      int state = table[i] - 1;
      if (hashes[state] == h && Arrays.equals(encodings[state], encoding)) {
        return state;
      }
    }
    return -1;
  }

  /** Adds a state that is not there yet. */
  int add(byte[] encoding, long h) {
    if (size == encodings.length) {
      encodings = Arrays.copyOf(encodings, size * 2);
      hashes = Arrays.copyOf(hashes, size * 2);
    }
    if (size * 2 >= table.length) {
      table = new int[table.length * 2];
      for (int state = 0; state < size; state++) {
        insert(state, hashes[state]);
      }
    }
    encodings[size] = encoding;
    hashes[size] = h;
    insert(size, h);
    return size++;
  }

  private void insert(int state, long h) {
    int mask = table.length - 1;
    int i = (int) h & mask;
    while (table[i] != 0) {
      i = (i + 1) & mask;
    }
    table[i] = state + 1;
  }
}
