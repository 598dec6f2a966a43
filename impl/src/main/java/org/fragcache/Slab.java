package org.fragcache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory of folios with consecutive ids: their bytes, and of each the two words that a read
 * looks at, its flags and its sequence number. They are here, side by side with those of others, as
 * {@code struct page}s are in the memmap, and not in the {@link Folio}, so that a read finds all
 * that it needs by the folio's number: to fetch an object for each read would take half as long as
 * to copy 4 KiB.
 *
 * <p>A folio is named by its id. Words are atomic; {@link Folio} says what they mean and how they
 * are ordered. Bytes are as {@link #beginStore} and {@link #isUnchanged} have them.
 */
final class Slab {
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(int[].class);

  private final int first; // the least id
  private final int blockSize;
  private final ByteBuffer bytes;
  private final int[] flags; // by id - first, as the sequence numbers
  private final int[] sequences;

  /**
   * Memory of n folios.
   *
   * @param first the id of the first, from 1 on
   */
  Slab(int first, int n, int blockSize) {
    this.first = first;
    this.blockSize = blockSize;
    this.bytes = ByteBuffer.allocateDirect(n * blockSize);
    this.flags = new int[n];
    this.sequences = new int[n];
  }

  private int byteAt(int id) {
    return (id - first) * blockSize;
  }

  // Flags.

  int flags(int id) {
    return (int) WORD.getVolatile(flags, id - first);
  }

  int flagsAcquire(int id) {
    return (int) WORD.getAcquire(flags, id - first);
  }

  boolean compareAndSetFlags(int id, int expected, int now) {
    return WORD.compareAndSet(flags, id - first, expected, now);
  }

  /** Gives those before. */
  int setFlags(int id, int mask) {
    return (int) WORD.getAndBitwiseOr(flags, id - first, mask);
  }

  /** Gives those before. */
  int clearFlags(int id, int mask) {
    return (int) WORD.getAndBitwiseAnd(flags, id - first, ~mask);
  }

  /** Sets a flag that most often is set, and is a hint. */
  void hint(int id, int flag) {
    if ((flags(id) & flag) == 0) {
      setFlags(id, flag);
    }
  }

  // The sequence number, and the bytes under it.

  /** While nobody stores: another number, so that who has copied bytes finds out. */
  void renumber(int id) {
    WORD.getAndAdd(sequences, id - first, 2);
    VarHandle.storeStoreFence(); // as in beginStore, for bytes that come next without it
  }

  /** Stores go on from here to {@link #endStore}; readers wait for so long. */
  void beginStore(int id) {
    int at = id - first;
    for (; ; ) {
      int s = (int) WORD.getVolatile(sequences, at);
      if ((s & 1) == 0 && WORD.compareAndSet(sequences, at, s, s + 1)) {
        // A volatile store lets plain ones that follow pass it: no byte before the number is odd.
        VarHandle.storeStoreFence();
        return;
      }
      Thread.onSpinWait();
    }
  }

  void endStore(int id) {
    int at = id - first;
    WORD.setRelease(sequences, at, sequences[at] + 1);
  }

  /** read_seqcount_begin(): for {@link #isUnchanged}; odd while one stores. */
  int sequence(int id) {
    return (int) WORD.getAcquire(sequences, id - first);
  }

  /** read_seqcount_retry(): nobody has stored since, nor has it been taken anew. */
  boolean isUnchanged(int id, int sequence) {
    VarHandle.acquireFence(); // after the loads of the bytes, and whatever else they depend on
    return (sequence & 1) == 0 && (int) WORD.getOpaque(sequences, id - first) == sequence;
  }

  /** Bytes at..at+n-1 to {@code dst}, which does not advance: of use if it is unchanged after. */
  void copy(int id, int at, int n, ByteBuffer dst) {
    dst.put(dst.position(), bytes, byteAt(id) + at, n);
  }

  /** The next n bytes of {@code src}, which advances. Within begin and end. */
  void store(int id, int at, int n, ByteBuffer src) {
    bytes.put(byteAt(id) + at, src, src.position(), n);
    src.position(src.position() + n);
  }

  /** Bytes from..to-1 become zero. Within begin and end. */
  void zero(int id, int from, int to) {
    Bytes.zero(bytes, byteAt(id) + from, byteAt(id) + to);
  }

  /** All bytes of a folio, little endian. */
  ByteBuffer data(int id) {
    return bytes.slice(byteAt(id), blockSize).order(ByteOrder.LITTLE_ENDIAN);
  }
}
