package org.fragcache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Lincheck: a folio's counts, lock, flags and bytes are linearizable, and nobody who waits for it
 * waits for ever.
 */
final class FolioLincheckTest {
  private static final int SIZE = 4096; // a copy of which takes a while
  private static final int THREADS = 8; // more than there are; Lincheck numbers its own too

  private static Folio folio(int id) {
    return new Folio(id, ByteBuffer.allocateDirect(SIZE), 0, SIZE);
  }

  /** Who puts has got: each thread has references of its own. */
  @Param(name = "thread", gen = ThreadIdGen.class)
  @Param(name = "expected", gen = IntGen.class, conf = "1:3")
  public static class Refs {
    final int[] held = new int[THREADS];
    private final Folio p = folio(1);

    /** One reference is there, and nobody's: the mapping's, until it is frozen. */
    public Refs() {
      p.init();
    }

    @Operation
    public boolean tryGet(@Param(name = "thread") int t) {
      if (p.tryGet()) {
        held[t]++;
        return true;
      }
      return false;
    }

    @Operation
    public void get(@Param(name = "thread") int t) {
      if (held[t] > 0) {
        p.get();
        held[t]++;
      }
    }

    /** Whether it was the last. */
    @Operation
    public boolean put(@Param(name = "thread") int t) {
      if (held[t] == 0) {
        return false;
      }
      held[t]--;
      return p.put();
    }

    /** By who has as many references less the mapping's: then those are gone. */
    @Operation
    public boolean freeze(@Param(name = "thread") int t, @Param(name = "expected") int expected) {
      if (held[t] != expected - 1 || !p.freeze(expected)) {
        return false;
      }
      held[t] = 0;
      return true;
    }

    /** From the pool, which gives the first reference to the mapping; refused if there are some. */
    @Operation
    public boolean init() {
      try {
        p.init();
        return true;
      } catch (IllegalStateException e) {
        return false;
      }
    }

    @Operation
    public int refs() {
      return p.refs();
    }
  }

  /** The same, with a number. */
  public static final class RefsModel {
    private final int[] held = new int[THREADS];
    private int refs = 1;

    public boolean tryGet(int t) {
      if (refs > 0) {
        refs++;
        held[t]++;
        return true;
      }
      return false;
    }

    public void get(int t) {
      if (held[t] > 0) {
        refs++;
        held[t]++;
      }
    }

    public boolean put(int t) {
      if (held[t] == 0) {
        return false;
      }
      held[t]--;
      return --refs == 0;
    }

    public boolean freeze(int t, int expected) {
      if (held[t] != expected - 1 || refs != expected) {
        return false;
      }
      held[t] = 0;
      refs = 0;
      return true;
    }

    public boolean init() {
      return refs == 0 && ++refs > 0;
    }

    public int refs() {
      return refs;
    }
  }

  /** Pins come and go beside the mapping's reference. */
  @Param(name = "thread", gen = ThreadIdGen.class)
  public static class Pins {
    private final int[] reads = new int[THREADS];
    private final int[] writes = new int[THREADS];
    private final Folio p = folio(1);

    /** Each thread has a pin of each kind. */
    public Pins() {
      p.init();
      for (int t = 0; t < THREADS; t++) {
        pinRead(t);
        pinWrite(t);
      }
    }

    @Operation
    public void pinRead(@Param(name = "thread") int t) {
      p.pin(PinKind.READ);
      reads[t]++;
    }

    @Operation
    public void pinWrite(@Param(name = "thread") int t) {
      p.pin(PinKind.WRITE);
      writes[t]++;
    }

    @Operation
    public void unpinRead(@Param(name = "thread") int t) {
      if (reads[t] > 0) {
        reads[t]--;
        requireNotLast(p.unpin(PinKind.READ));
      }
    }

    @Operation
    public void unpinWrite(@Param(name = "thread") int t) {
      if (writes[t] > 0) {
        writes[t]--;
        requireNotLast(p.unpin(PinKind.WRITE));
      }
    }

    private static void requireNotLast(boolean last) {
      if (last) {
        throw new IllegalStateException("the mapping's reference is gone");
      }
    }

    @Operation
    public int pins() {
      return p.pins();
    }

    @Operation
    public int writePins() {
      return p.writePins();
    }

    /** A pin is a reference too. */
    @Validate
    public void check() {
      int pins = Arrays.stream(reads).sum() + Arrays.stream(writes).sum();
      if (p.pins() != pins || p.refs() != 1 + pins) {
        throw new IllegalStateException(
            "pins %d, refs %d, expected %d, %d".formatted(p.pins(), p.refs(), pins, 1 + pins));
      }
    }
  }

  /** The same, with numbers. */
  public static final class PinsModel {
    private final int[] reads = new int[THREADS];
    private final int[] writes = new int[THREADS];

    public PinsModel() {
      Arrays.fill(reads, 1);
      Arrays.fill(writes, 1);
    }

    public void pinRead(int t) {
      reads[t]++;
    }

    public void pinWrite(int t) {
      writes[t]++;
    }

    public void unpinRead(int t) {
      reads[t] = Math.max(0, reads[t] - 1);
    }

    public void unpinWrite(int t) {
      writes[t] = Math.max(0, writes[t] - 1);
    }

    public int pins() {
      return Arrays.stream(reads).sum() + writePins();
    }

    public int writePins() {
      return Arrays.stream(writes).sum();
    }
  }

  /** Pins against reclaim: what is pinned does not go, what has gone is not pinned. */
  @Param(name = "thread", gen = ThreadIdGen.class)
  public static class PinOrReclaim {
    private final int[] held = new int[THREADS];
    private final Folio p = folio(1);

    public PinOrReclaim() {
      p.init();
    }

    @Operation
    public boolean pin(@Param(name = "thread") int t) {
      if (!p.tryGet()) {
        return false;
      }
      p.pin(PinKind.WRITE);
      p.put();
      held[t]++;
      return true;
    }

    @Operation
    public boolean unpin(@Param(name = "thread") int t) {
      if (held[t] == 0) {
        return false;
      }
      held[t]--;
      p.unpin(PinKind.WRITE);
      return true;
    }

    /** Unlike the cache's does not give up because of a reference that is there for a moment. */
    @Operation
    public boolean reclaim() {
      while (p.refs() > 0 && !p.isPinned()) {
        if (p.freeze(1)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The same, with a number. */
  public static final class PinOrReclaimModel {
    private final int[] held = new int[THREADS];
    private boolean gone;

    public boolean pin(int t) {
      if (!gone) {
        held[t]++;
      }
      return !gone;
    }

    public boolean unpin(int t) {
      return held[t] > 0 && held[t]-- > 0;
    }

    public boolean reclaim() {
      boolean goes = !gone && Arrays.stream(held).sum() == 0;
      gone |= goes;
      return goes;
    }
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
  void refs() {
    Linchecked.check(Refs.class, RefsModel.class);
  }

  @Test
  void pins() {
    Linchecked.check(Pins.class, PinsModel.class);
  }

  @Test
  void pinOrReclaim() {
    Linchecked.check(PinOrReclaim.class, PinOrReclaimModel.class);
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
