package org.fragcache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A block of memory and what is known of it. It belongs to one mapping at one index, or to none:
 * then it is free, or kept by pins or other references alone (D1). The object lives as long as the
 * cache; only its use changes, so who finds one without a lock must get a reference and then look
 * again where it was found.
 *
 * <p>Guarded by the folio's lock: mapping and index, which change under the mapping's i_pages too.
 * References, flags and the sequence are atomic.
 *
 * <p>Memory order: {@link #tryGet} acquires, and {@link #put} releases and, at the last, acquires:
 * whoever takes the folio anew sees all that was done with it. Flags are set with release and read
 * with acquire: who sees UPTODATE sees the bytes. Bytes of an own folio are read under the
 * sequence, as by read_seqcount_begin(): even when nobody stores, odd while one does.
 */
final class Folio {
  static final int LOCKED = 1;
  static final int WAITERS = 1 << 1;

  /** Its bytes are what its mapping is to show. */
  static final int UPTODATE = 1 << 2;

  static final int DIRTY = 1 << 3;

  /** Its bytes are on their way to the store. */
  static final int WRITEBACK = 1 << 4;

  /** Its bytes were lost; they read as an error until the range is dropped. */
  static final int POISONED = 1 << 5;

  /** Dirty over a block that is not the file's own: writeback will take a block for it. */
  static final int RESERVED = 1 << 6;

  /** Looked up since the clock hand last passed; means nothing to anyone but reclaim. */
  static final int REFERENCED = 1 << 7;

  private static final int BUSY = DIRTY | WRITEBACK;
  private static final VarHandle REFS;
  private static final VarHandle PINS;
  private static final Object[] WAIT_TABLE = new Object[256]; // folio_wait_table

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      REFS = lookup.findVarHandle(Folio.class, "refs", int.class);
      PINS = lookup.findVarHandle(Folio.class, "pins", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
    for (int i = 0; i < WAIT_TABLE.length; i++) {
      WAIT_TABLE[i] = new Object();
    }
  }

  /** From 1 on. */
  final int id;

  /** Its bytes, flags and sequence number. */
  private final Slab slab;

  /** Null if the folio is in no mapping. */
  volatile @Nullable Mapping mapping;

  int index;

  /** Taken from the pool and not given back; the pool's lock guards it. */
  boolean used;

  private volatile int refs;
  private volatile long pins; // to read in the lower half, to write in the upper

  /** A folio of a slab. */
  Folio(int id, Slab slab) {
    this.id = id;
    this.slab = slab;
  }

  /** Whose the folio is: a file's, a fragment's, or null. */
  @Nullable Host host() {
    Mapping m = mapping;
    return m == null ? null : m.host();
  }

  // References.

  /** The mapping's reference, one for each page-table entry, pin, and thread that uses it. */
  int refs() {
    return refs;
  }

  /** Takes a reference besides one that the caller relies on. */
  void get() {
    int before = (int) REFS.getAndAdd(this, 1);
    if (before < 1) {
      REFS.getAndAdd(this, -1);
      throw new IllegalStateException(this + ": get with refs=" + before + ", expected >= 1");
    }
  }

  /** folio_try_get(): takes a reference unless there is none, or they are frozen. */
  boolean tryGet() {
    int n = refs;
    while (n > 0) {
      int seen = (int) REFS.compareAndExchangeAcquire(this, n, n + 1);
      if (seen == n) {
        return true;
      }
      n = seen;
    }
    return false;
  }

  /** Drops a reference; true if it was the last. */
  boolean put() {
    int before = (int) REFS.getAndAdd(this, -1);
    if (before < 1) {
      REFS.getAndAdd(this, 1);
      throw new IllegalStateException(this + ": put with refs=" + before + ", expected >= 1");
    }
    return before == 1;
  }

  /** folio_ref_freeze(): no more references, if there are as many as expected. */
  boolean freeze(int expected) {
    return REFS.compareAndSet(this, expected, 0);
  }

  /**
   * From the pool: the first reference, and another sequence number, so that who has copied bytes
   * without a reference finds out.
   */
  void init() {
    renumber();
    if (!REFS.compareAndSet(this, 0, 1)) {
      throw new IllegalStateException(this + ": taken with refs=" + refs + ", expected 0");
    }
  }

  /** Another sequence number, while nobody stores. */
  void renumber() {
    slab.renumber(id);
  }

  // Pins.

  int pins() {
    long n = pins;
    return (int) n + (int) (n >>> 32);
  }

  boolean isPinned() {
    return pins != 0;
  }

  boolean isWritePinned() {
    return writePins() > 0;
  }

  int writePins() {
    return (int) (pins >>> 32);
  }

  private static long one(PinKind kind) {
    return kind == PinKind.WRITE ? 1L << 32 : 1;
  }

  /** A reference that is counted apart too. */
  void pin(PinKind kind) {
    get();
    PINS.getAndAdd(this, one(kind));
  }

  /** Drops a pin and its reference; true if that was the last reference. */
  boolean unpin(PinKind kind) {
    long n = pins;
    int held;
    do {
      n = pins;
      held = kind == PinKind.WRITE ? (int) (n >>> 32) : (int) n;
      if (held < 1) {
        throw new IllegalStateException(
            this + ": unpin of a " + kind + " pin with " + held + " of them, expected >= 1");
      }
    } while (!PINS.compareAndSet(this, n, n - one(kind)));
    return put();
  }

  // Flags.

  boolean is(int flag) {
    return (slab.flagsAcquire(id) & flag) != 0;
  }

  int flags() {
    return slab.flags(id);
  }

  boolean isDirty() {
    return is(DIRTY);
  }

  /** Sets flags; gives those before. */
  int set(int mask) {
    Mapping m = mapping;
    int before = slab.setFlags(id, mask);
    count(m, before, before | mask);
    return before;
  }

  /** Clears flags; gives those before. */
  int clear(int mask) {
    Mapping m = mapping;
    int before = slab.clearFlags(id, mask);
    count(m, before, before & ~mask);
    return before;
  }

  /** Sets a flag that most often is set, and is a hint. */
  void hint(int flag) {
    slab.hint(id, flag);
  }

  /**
   * The mapping counts its folios that are dirty or under writeback.
   *
   * @param m as it was before the flags changed: who has waited for the end of writeback may take
   *     the folio out of it at once
   */
  private static void count(@Nullable Mapping m, int before, int after) {
    boolean was = (before & BUSY) != 0;
    boolean is = (after & BUSY) != 0;
    if (was != is && m != null) {
      m.addBusy(is ? 1 : -1);
    }
  }

  /** All flags go; who waits goes on. */
  void clearFlags() {
    Mapping m = mapping;
    int before = slab.clearFlags(id, ~0);
    count(m, before, 0);
    if ((before & WAITERS) != 0) {
      wake();
    }
  }

  // The folio's lock, which may be held across I/O, and other waits.

  boolean isLocked() {
    return is(LOCKED);
  }

  boolean tryLock() {
    for (; ; ) {
      int f = flags();
      if ((f & LOCKED) != 0) {
        return false;
      }
      if (slab.compareAndSetFlags(id, f, f | LOCKED)) {
        return true;
      }
    }
  }

  void lock() {
    if (!tryLock()) {
      awaitWhile(LOCKED, true);
    }
  }

  void unlock() {
    int before = slab.clearFlags(id, LOCKED);
    if ((before & LOCKED) == 0) {
      throw new IllegalStateException(this + ": unlock, expected a locked one");
    }
    if ((before & WAITERS) != 0) {
      wake();
    }
  }

  /** folio_wait_locked(). */
  void awaitUnlocked() {
    awaitWhile(LOCKED, false);
  }

  /** folio_wait_writeback(). */
  void awaitWriteback() {
    if (is(WRITEBACK)) {
      awaitWhile(WRITEBACK, false);
    }
  }

  /** folio_end_writeback(). */
  void endWriteback() {
    if ((clear(WRITEBACK) & WAITERS) != 0) {
      wake();
    }
  }

  private Object waitQueue() {
    return WAIT_TABLE[id & (WAIT_TABLE.length - 1)];
  }

  private void awaitWhile(int flag, boolean lock) {
    boolean interrupted = false;
    Object queue = waitQueue();
    synchronized (queue) {
      for (; ; ) {
        int f = flags();
        if ((f & flag) == 0) {
          if (!lock || slab.compareAndSetFlags(id, f, f | LOCKED)) {
            break;
          }
        } else if (slab.compareAndSetFlags(id, f, f | WAITERS)) {
          try {
            queue.wait();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void wake() {
    Object queue = waitQueue();
    synchronized (queue) {
      slab.clearFlags(id, WAITERS);
      queue.notifyAll();
    }
  }

  // Bytes.

  /**
   * All of them, little endian: for who has the folio alone, or looks at it while nobody stores.
   */
  ByteBuffer data() {
    return slab.data(id);
  }

  /** Stores go on from here to {@link #endStore}; readers wait for so long. */
  void beginStore() {
    slab.beginStore(id);
  }

  void endStore() {
    slab.endStore(id);
  }

  /** For {@link #isUnchanged}; odd while one stores. */
  int sequence() {
    return slab.sequence(id);
  }

  /** Nobody has stored since, nor has it been taken anew. */
  boolean isUnchanged(int sequence) {
    return slab.isUnchanged(id, sequence);
  }

  /** Bytes at..at+n-1 to {@code dst}, which does not advance: of use if it is unchanged after. */
  void copy(int at, int n, ByteBuffer dst) {
    slab.copy(id, at, n, dst);
  }

  /** Bytes at..at+n-1, as at one moment, to {@code dst}, which advances. */
  void load(int at, int n, ByteBuffer dst) {
    for (; ; Thread.onSpinWait()) {
      int s = sequence();
      if ((s & 1) == 0) {
        copy(at, n, dst);
        if (isUnchanged(s)) {
          dst.position(dst.position() + n);
          return;
        }
      }
    }
  }

  /** The next n bytes of {@code src}, which advances, at once. */
  void store(int at, int n, ByteBuffer src) {
    beginStore();
    storeBegun(at, n, src);
    endStore();
  }

  /** As {@link #store}, by who has begun. */
  void storeBegun(int at, int n, ByteBuffer src) {
    slab.store(id, at, n, src);
  }

  /** Bytes from..to-1 become zero, at once. */
  void zero(int from, int to) {
    beginStore();
    zeroBegun(from, to);
    endStore();
  }

  /** As {@link #zero}, by who has begun. */
  void zeroBegun(int from, int to) {
    slab.zero(id, from, to);
  }

  @Override
  public String toString() {
    return "folio " + id;
  }
}
