package org.fragcache;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * Lincheck: the locks exclude whom they are to exclude, and nobody waits for ever. In model
 * checking a parked thread may wake up by itself, as the JDK says, so that a lost unpark() is found
 * under stress only; a lost notifyAll() is found by both.
 */
final class LocksLincheckTest {
  /**
   * Who is inside adds to two numbers, one after the other; who has closed it sees both or none.
   */
  public static class Gates {
    private final Gate gate = new Gate();
    private final AtomicInteger first = new AtomicInteger();
    private final AtomicInteger second = new AtomicInteger();
    private int closed;

    @Operation
    public void add() {
      int stripe = gate.enter();
      first.incrementAndGet();
      second.incrementAndGet();
      gate.exit(stripe);
    }

    @Operation
    public String close() {
      gate.close();
      int one = first.get();
      int n = closed++;
      String seen = one + " " + second.get() + " " + n;
      gate.open();
      return seen;
    }
  }

  /** The same, one after the other. */
  public static final class GatesModel {
    private int added;
    private int closed;

    public void add() {
      added++;
    }

    public String close() {
      return added + " " + added + " " + closed++;
    }
  }

  /** Two numbers that are the same for all but the one writer. */
  public static class Shared {
    private final SharedMutex mutex = new SharedMutex();
    private int first;
    private int second;

    @Operation
    public int write() {
      mutex.lock();
      return writeLocked();
    }

    @Operation
    public int tryWrite() {
      if (!mutex.tryLock()) {
        mutex.lock();
      }
      return writeLocked();
    }

    private int writeLocked() {
      first++;
      int n = second++;
      mutex.unlock();
      return n;
    }

    @Operation
    public String read() {
      mutex.lockShared();
      return readLocked();
    }

    @Operation
    public String tryRead() {
      if (!mutex.tryLockShared()) {
        mutex.lockShared();
      }
      return readLocked();
    }

    private String readLocked() {
      String seen = first + " " + second;
      mutex.unlockShared();
      return seen;
    }
  }

  /** The same, one after the other. */
  public static final class SharedModel {
    private int written;

    public int write() {
      return written++;
    }

    public int tryWrite() {
      return written++;
    }

    public String read() {
      return written + " " + written;
    }

    public String tryRead() {
      return read();
    }
  }

  /** A number for whoever has the lock. */
  public static class Exclusive {
    private final Mutex mutex = new Mutex();
    private int count;

    @Operation
    public int lock() {
      mutex.lock();
      int n = count++;
      mutex.unlock();
      return n;
    }

    @Operation
    public int tryLock() {
      if (!mutex.tryLock()) {
        return lock();
      }
      int n = count++;
      mutex.unlock();
      return n;
    }
  }

  /** The same, one after the other. */
  public static final class ExclusiveModel {
    private int count;

    public int lock() {
      return count++;
    }

    public int tryLock() {
      return count++;
    }
  }

  @Test
  void gate() {
    Linchecked.checkPairs(Gates.class, GatesModel.class); // close() looks at 64 counters
    Linchecked.check(Linchecked.stress(), Gates.class, GatesModel.class);
  }

  @Test
  void sharedMutex() {
    Linchecked.check(Shared.class, SharedModel.class);
  }

  @Test
  void mutex() {
    Linchecked.check(Exclusive.class, ExclusiveModel.class);
  }
}
