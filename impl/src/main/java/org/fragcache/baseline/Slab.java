package org.fragcache.baseline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The memory of some folios, and a version of each: the folio's generation, and a sequence count
 * that is odd while its bytes change (seqcount_t). A slab is never given up, so who reads takes no
 * reference: the bytes were the folio's if its version is the same before and after.
 *
 * <p>Bytes and sequence count are written by whoever holds the folio alone: under its file's lock,
 * dirty or busy. The generation is changed by the pool, when nobody does.
 */
final class Slab {
  private static final VarHandle VERSION = MethodHandles.arrayElementVarHandle(long[].class);
  private static final long SEQUENCE = 0xFFFFFFFFL;
  private static final byte[] ZEROS = new byte[1 << 10];

  private final int blockSize;
  private final ByteBuffer data;
  private final long[] versions;
  private final byte[] young;

  Slab(int blockSize, int folios) {
    this.blockSize = blockSize;
    this.data = ByteBuffer.allocateDirect(folios * blockSize);
    this.versions = new long[folios];
    this.young = new byte[folios];
  }

  /**
   * Copies n bytes of folio i to {@code dst}, whose position stays, if the leaf has this slot at
   * block b and they are the bytes of the folio that it names, all of one moment. Takes no lock. If
   * not, what lies behind the position is undefined.
   */
  boolean get(int i, Leaf leaf, int b, long slot, int at, int n, ByteBuffer dst) {
    long version = (long) VERSION.getAcquire(versions, i);
    // The slot after the version: a sharer may have left, and the folio been written to since.
    if (!isStable(version, slot) || leaf.get(b) != slot) {
      return false;
    }
    dst.put(dst.position(), data, i * blockSize + at, n);
    return isUnchanged(i, version);
  }

  private static boolean isStable(long version, long slot) {
    return Slot.isSameGeneration(version, slot) && (version & 1) == 0;
  }

  private boolean isUnchanged(int i, long version) {
    VarHandle.acquireFence();
    return (long) VERSION.getOpaque(versions, i) == version;
  }

  /** The folio was looked up: written only if that is news, for every reader shares the line. */
  void touch(int i) {
    if (young[i] == 0) {
      young[i] = 1;
    }
  }

  /** Whether the folio was looked up since this was asked last. A race loses a second chance. */
  boolean testAndClearYoung(int i) {
    boolean was = young[i] != 0;
    young[i] = 0;
    return was;
  }

  /** n bytes of {@code src} from its position, which stays, to the folio; null stands for zeros. */
  void put(int i, int at, int n, @Nullable ByteBuffer src) {
    if (n > 0) {
      begin(i);
      int to = i * blockSize + at;
      if (src != null) {
        data.put(to, src, src.position(), n);
      } else {
        zero(to, n);
      }
      end(i);
    }
  }

  private void zero(int from, int n) {
    for (int done = 0; done < n; done += ZEROS.length) {
      data.put(from + done, ZEROS, 0, Math.min(ZEROS.length, n - done));
    }
  }

  /** The bytes of the folio that a slot names, to another; whether it still named it. */
  boolean copyTo(int i, long slot, Slab to, int j) {
    long version = (long) VERSION.getAcquire(versions, i);
    if (!isStable(version, slot)) {
      return false;
    }
    to.begin(j);
    to.data.put(j * blockSize, data, i * blockSize, blockSize);
    to.end(j);
    return isUnchanged(i, version);
  }

  /** The folio's bytes, as a new buffer. To write to it takes {@link #begin} and {@link #end}. */
  ByteBuffer bytes(int i) {
    return data.slice(i * blockSize, blockSize);
  }

  /** The bytes of folio i are about to change. */
  void begin(int i) {
    VERSION.setOpaque(versions, i, nextSequence(versions[i]));
    VarHandle.storeStoreFence();
  }

  /** They have. */
  void end(int i) {
    VERSION.setRelease(versions, i, nextSequence(versions[i]));
  }

  private static long nextSequence(long version) {
    return (version & ~SEQUENCE) | ((version + 1) & SEQUENCE);
  }

  /** No slot names the folio any longer. */
  void nextGeneration(int i) {
    VERSION.setRelease(versions, i, Slot.nextGeneration(versions[i]));
  }
}
