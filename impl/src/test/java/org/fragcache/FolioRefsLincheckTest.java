package org.fragcache;

import java.util.Arrays;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** Lincheck: a folio's references and pins are linearizable, and frozen ones are not taken. */
final class FolioRefsLincheckTest {
  private static final int THREADS = 8; // more than there are; Lincheck numbers its own too

  private static Folio folio() {
    return new Folio(1, new Slab(1, 1, 8));
  }

  /** Who puts has got: each thread has references of its own. */
  @Param(name = "thread", gen = ThreadIdGen.class)
  @Param(name = "expected", gen = IntGen.class, conf = "1:3")
  public static class Refs {
    final int[] held = new int[THREADS];
    private final Folio p = folio();

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
    private final Folio p = folio();

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
    private final Folio p = folio();

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
}
