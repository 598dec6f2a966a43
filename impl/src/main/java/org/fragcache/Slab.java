package org.fragcache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory of folios with consecutive ids: their bytes, and of each the two words that a read
 * looks at, its flags and its sequence number. These are side by side here, as {@code struct page}s
 * are in the memmap, and not in the {@link Folio}, so that a read finds all that it needs by the
 * folio's number: to fetch an object for each read would take half as long as to copy 4 KiB.
 *
 * <p>A folio is named by its id. Words are atomic; {@link Folio} says what they mean and how they
 * are ordered. Bytes are as {@link #beginStore} and {@link #isUnchanged} have them.
 */
final class Slab {
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(int[].class);

  private final int first; // the least id
  private final int blockSize;
  private final ByteBuffer bytes;
  private final int[] words; // flags and sequence number, folio by folio

  /**
   * Memory of n folios.
   *
   * @param first the id of the first, from 1 on
   */
  Slab(int first, int n, int blockSize) {
    this.first = first;
    this.blockSize = blockSize;
    this.bytes = ByteBuffer.allocateDirect(n * blockSize);
    this.words = new int[2 * n];
  }

  private int flagsAt(int id) {
    return 2 * (id - first);
  }

  private int sequenceAt(int id) {
    return 2 * (id - first) + 1;
  }

  private int byteAt(int id) {
    return (id - first) * blockSize;
  }

  // Flags.

  int flags(int id) {
    return (int) WORD.getVolatile(words, flagsAt(id));
  }

  int flagsAcquire(int id) {
    return (int) WORD.getAcquire(words, flagsAt(id));
  }

  boolean compareAndSetFlags(int id, int expected, int flags) {
    return WORD.compareAndSet(words, flagsAt(id), expected, flags);
  }

  /** Gives those before. */
  int setFlags(int id, int mask) {
    return (int) WORD.getAndBitwiseOr(words, flagsAt(id), mask);
  }

  /** Gives those before. */
  int clearFlags(int id, int mask) {
    return (int) WORD.getAndBitwiseAnd(words, flagsAt(id), ~mask);
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
    WORD.getAndAdd(words, sequenceAt(id), 2);
    VarHandle.storeStoreFence(); // as in beginStore, for bytes that come next without it
  }

  /** Stores go on from here to {@link #endStore}; readers wait for so long. */
  void beginStore(int id) {
    int at = sequenceAt(id);
    for (; ; ) {
      int s = (int) WORD.getVolatile(words, at);
      if ((s & 1) == 0 && WORD.compareAndSet(words, at, s, s + 1)) {
        // A volatile store lets plain ones that follow pass it: no byte before the number is odd.
        VarHandle.storeStoreFence();
        return;
      }
      Thread.onSpinWait();
    }
  }

  void endStore(int id) {
    int at = sequenceAt(id);
    WORD.setRelease(words, at, words[at] + 1);
  }

  /** read_seqcount_begin(): for {@link #isUnchanged}; odd while one stores. */
  int sequence(int id) {
    return (int) WORD.getAcquire(words, sequenceAt(id));
  }

  /** read_seqcount_retry(): nobody has stored since, nor has it been taken anew. */
  boolean isUnchanged(int id, int sequence) {
    VarHandle.acquireFence(); // after the loads of the bytes, and whatever else they depend on
    return (sequence & 1) == 0 && (int) WORD.getOpaque(words, sequenceAt(id)) == sequence;
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
