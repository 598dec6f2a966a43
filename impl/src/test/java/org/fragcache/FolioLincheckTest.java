package org.fragcache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Lincheck: a folio's lock, flags and bytes are linearizable, and nobody who waits for it waits for
 * ever.
 */
final class FolioLincheckTest {
  private static final int SIZE = 4096; // a copy of which takes a while

  private static Folio folio(int id) {
    return new Folio(id, new Slab(id, 1, SIZE));
  }

  /** Two folios with one wait queue; each has a number that its lock guards. */
  @Param(name = "k", gen = IntGen.class, conf = "0:1")
  public static class Lock {
    private final Folio[] folios = {folio(1), folio(257)};
    private final int[] counts = new int[2];
    private final int[] written = new int[2];

    @Operation
    public int lock(@Param(name = "k") int k) {
      folios[k].lock();
      int n = counts[k]++;
      folios[k].unlock();
      return n;
    }

    /** Who tries, waits and tries again. */
    @Operation
    public int tryLock(@Param(name = "k") int k) {
      while (!folios[k].tryLock()) {
        folios[k].awaitUnlocked();
      }
      int n = counts[k]++;
      folios[k].unlock();
      return n;
    }

    /** As it is freed. */
    @Operation
    public int clearFlags(@Param(name = "k") int k) {
      folios[k].lock();
      folios[k].awaitWriteback();
      int n = counts[k]++;
      folios[k].clearFlags();
      return n;
    }

    /** Only one writes at a time, and does so without the lock. */
    @Operation
    public int write(@Param(name = "k") int k) {
      folios[k].lock();
      folios[k].awaitWriteback();
      folios[k].set(Folio.WRITEBACK);
      folios[k].unlock();
      int n = written[k]++;
      folios[k].endWriteback();
      return n;
    }
  }

  /** The same, one after the other. */
  public static final class LockModel {
    private final int[] counts = new int[2];
    private final int[] written = new int[2];

    public int lock(int k) {
      return counts[k]++;
    }

    public int tryLock(int k) {
      return counts[k]++;
    }

    public int clearFlags(int k) {
      return counts[k]++;
    }

    public int write(int k) {
      return written[k]++;
    }
  }

  /** Flags share a word with each other, and with lock and waiters. */
  public static class Flags {
    private final Folio p = folio(1);
    private final Mapping mapping = new Mapping(new Inode("a", 1));

    public Flags() {
      p.mapping = mapping;
    }

    @Operation
    public boolean dirty() {
      return (p.set(Folio.DIRTY) & Folio.DIRTY) != 0;
    }

    @Operation
    public boolean clean() {
      return (p.clear(Folio.DIRTY) & Folio.DIRTY) != 0;
    }

    @Operation
    public boolean isDirty() {
      return p.isDirty();
    }

    @Operation
    public boolean uptodate() {
      return (p.set(Folio.UPTODATE) & Folio.UPTODATE) != 0;
    }

    @Operation
    public void hint() {
      p.hint(Folio.REFERENCED);
    }

    @Operation
    public boolean isHinted() {
      return p.is(Folio.REFERENCED);
    }

    @Operation
    public void lock() {
      p.lock();
      p.unlock();
    }

    /** The mapping counts the dirty ones. */
    @Validate
    public void check() {
      if (p.isLocked() || mapping.isBusy() != p.isDirty()) {
        throw new IllegalStateException("busy " + mapping.isBusy() + ", flags " + p.flags());
      }
    }
  }

  /** The same, each by itself. */
  public static final class FlagsModel {
    private boolean dirty;
    private boolean uptodate;
    private boolean hinted;

    public boolean dirty() {
      boolean before = dirty;
      dirty = true;
      return before;
    }

    public boolean clean() {
      boolean before = dirty;
      dirty = false;
      return before;
    }

    public boolean isDirty() {
      return dirty;
    }

    public boolean uptodate() {
      boolean before = uptodate;
      uptodate = true;
      return before;
    }

    public void hint() {
      hinted = true;
    }

    public boolean isHinted() {
      return hinted;
    }

    public void lock() {}
  }

  /** The end of writeback against who waits for it and takes the folio out of its mapping. */
  public static class Busy {
    private final Folio p = folio(1);
    private final Mapping m = new Mapping(new Inode("a", 1));

    /** Under writeback. */
    public Busy() {
      p.init();
      m.add(0, p);
      p.set(Folio.WRITEBACK);
    }

    @Operation(runOnce = true)
    public void endWriteback() {
      p.endWriteback();
    }

    /** Whether it could be. */
    @Operation(runOnce = true)
    public boolean remove() {
      if (p.is(Folio.WRITEBACK)) {
        return false;
      }
      synchronized (m) {
        m.remove(p);
      }
      return true;
    }

    /** Nothing that is not under writeback is counted as if it were. */
    @Validate
    public void check() {
      if (m.isBusy() && !p.is(Folio.WRITEBACK)) {
        throw new IllegalStateException("busy, with no folio that is");
      }
    }
  }

  /** The same, with a flag. */
  public static final class BusyModel {
    private boolean writeback = true;

    public void endWriteback() {
      writeback = false;
    }

    public boolean remove() {
      return !writeback;
    }
  }

  /** Bytes, all of which are the same at any moment. */
  @Param(name = "value", gen = IntGen.class, conf = "1:3")
  public static class Contents {
    private final Folio p = folio(1);

    @Operation
    public int load() {
      ByteBuffer bytes = ByteBuffer.allocate(SIZE);
      p.load(0, SIZE, bytes);
      int first = bytes.get(0);
      int torn = bytes.flip().mismatch(filled(first));
      if (torn >= 0) {
        throw new IllegalStateException("torn: byte " + torn + " is " + bytes.get(torn));
      }
      return first;
    }

    @Operation
    public void store(@Param(name = "value") int value) {
      p.store(0, SIZE, filled(value));
    }

    private static ByteBuffer filled(int value) {
      byte[] bytes = new byte[SIZE];
      Arrays.fill(bytes, (byte) value);
      return ByteBuffer.wrap(bytes);
    }

    @Operation
    public void zero() {
      p.zero(0, SIZE);
    }

    /** In two parts, between which model checking can switch: a buffer it does not look into. */
    @Operation
    public void zeroInParts() {
      p.beginStore();
      p.zeroBegun(0, SIZE / 2);
      p.refs();
      p.zeroBegun(SIZE / 2, SIZE);
      p.endStore();
    }
  }

  /** The same, with a number. */
  public static final class ContentsModel {
    private int value;

    public int load() {
      return value;
    }

    public void store(int stored) {
      value = stored;
    }

    public void zero() {
      value = 0;
    }

    public void zeroInParts() {
      value = 0;
    }
  }

  @Test
  void lock() {
    Linchecked.check(Lock.class, LockModel.class);
  }

  @Test
  void flags() {
    Linchecked.check(Flags.class, FlagsModel.class);
  }

  @Test
  void busy() {
    Linchecked.checkPairs(Busy.class, BusyModel.class);
  }

  @Test
  void bytes() {
    Linchecked.check(Contents.class, ContentsModel.class);
  }
}
