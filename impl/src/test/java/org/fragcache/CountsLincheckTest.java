package org.fragcache;

import java.util.BitSet;
import java.util.Objects;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lincheck: what is counted, of fragments, room and folios. Threads give back what they took. */
final class CountsLincheckTest {
  private static final int CAPACITY = 3;
  private static final int THREADS = 8; // more than there are; Lincheck numbers its own too

  /** The count of a fragment, of which two are there for anyone to put. */
  @Param(name = "thread", gen = ThreadIdGen.class)
  @Param(name = "n", gen = IntGen.class, conf = "1:2")
  public static class References {
    private final Fragment fragment = new Fragment(1, null, 4, 2);
    private final long[] held = new long[THREADS];

    @Operation
    public boolean tryGet(@Param(name = "thread") int t, @Param(name = "n") int n) {
      boolean got = fragment.tryGet(n);
      held[t] += got ? n : 0;
      return got;
    }

    /** Whether they were the last. */
    @Operation
    public boolean put(@Param(name = "thread") int t, @Param(name = "n") int n) {
      if (held[t] < n) {
        return false;
      }
      held[t] -= n;
      return fragment.put(n);
    }

    /** Of those that are there from the beginning, as long as there are so many. */
    @Operation
    public String putAny(@Param(name = "n") int n) {
      try {
        return fragment.put(n) ? "last" : "put";
      } catch (IllegalStateException e) {
        return "refused";
      }
    }

    @Operation
    public long count() {
      return fragment.count();
    }
  }

  /** The same, with a number. Zero is final. */
  public static final class ReferencesModel {
    private final long[] held = new long[THREADS];
    private long count = 2;

    public boolean tryGet(int t, int n) {
      if (count == 0) {
        return false;
      }
      count += n;
      held[t] += n;
      return true;
    }

    public boolean put(int t, int n) {
      if (held[t] < n) {
        return false;
      }
      if (count < n) {
        throw new IllegalStateException("put of what another has put");
      }
      held[t] -= n;
      count -= n;
      return count == 0;
    }

    public String putAny(int n) {
      if (count < n) {
        return "refused";
      }
      count -= n;
      return count == 0 ? "last" : "put";
    }

    public long count() {
      return count;
    }
  }

  /**
   * The fragment of an extent is found, or made; who puts the last count makes it be found no more.
   */
  @Param(name = "thread", gen = ThreadIdGen.class)
  @Param(name = "n", gen = IntGen.class, conf = "1:2")
  public static class Attached {
    private final Extent extent = new Extent(1, 4, new RunMap<>(), new RunMap<>());
    private final @Nullable Fragment[] fragments = new @Nullable Fragment[THREADS];
    private final int[] held = new int[THREADS];

    @Operation
    public void attach(@Param(name = "thread") int t, @Param(name = "n") int n) {
      Fragment found = extent.attach(n);
      if (fragments[t] != null && fragments[t] != found) {
        throw new IllegalStateException("two fragments of one extent");
      }
      fragments[t] = found;
      held[t] += n;
      requireThere(found);
    }

    /** Whether it was the last, and the fragment is gone. */
    @Operation
    public boolean detach(@Param(name = "thread") int t, @Param(name = "n") int n) {
      if (held[t] < n) {
        return false;
      }
      Fragment fr = Objects.requireNonNull(fragments[t]);
      requireThere(fr);
      held[t] -= n;
      if (held[t] == 0) {
        fragments[t] = null;
      }
      if (!fr.put(n)) {
        return false;
      }
      extent.unhash(fr);
      return true;
    }

    private void requireThere(Fragment fr) {
      if (fr.count() == 0 || extent.fragment() != fr) {
        throw new IllegalStateException(fr + ": dies while there is a count on it");
      }
    }
  }

  /** The same, with a number. */
  public static final class AttachedModel {
    private final int[] held = new int[THREADS];
    private int count;

    public void attach(int t, int n) {
      held[t] += n;
      count += n;
    }

    public boolean detach(int t, int n) {
      if (held[t] < n) {
        return false;
      }
      held[t] -= n;
      count -= n;
      return count == 0;
    }
  }

  /** A pool of three folios: given out lowest first, never twice, never more than there are. */
  @Param(name = "thread", gen = ThreadIdGen.class)
  public static class Pool {
    private final FolioPool pool = new FolioPool(8, CAPACITY);
    private final int[] reserved = new int[THREADS];
    private final BitSet[] held = new BitSet[THREADS];

    public Pool() {
      for (int t = 0; t < THREADS; t++) {
        held[t] = new BitSet();
      }
    }

    @Operation
    public int take(@Param(name = "thread") int t) {
      Folio p = pool.take();
      return p == null ? 0 : taken(t, p);
    }

    private int taken(int t, Folio p) {
      if (p.refs() != 1 || !p.used || p.mapping != null || p.flags() != 0) {
        throw new IllegalStateException(p + ": taken, and not free");
      }
      held[t].set(p.id);
      return p.id;
    }

    @Operation
    public boolean reserve(@Param(name = "thread") int t) {
      boolean done = pool.reserve(1);
      reserved[t] += done ? 1 : 0;
      return done;
    }

    @Operation
    public int takeReserved(@Param(name = "thread") int t) {
      if (reserved[t] == 0) {
        return 0;
      }
      reserved[t]--;
      return taken(t, pool.takeReserved());
    }

    /** The lowest that the thread has. */
    @Operation
    public int put(@Param(name = "thread") int t) {
      int id = Math.max(0, held[t].nextSetBit(0));
      if (id > 0) {
        held[t].clear(id);
        Folio p = pool.at(id);
        p.set(Folio.UPTODATE);
        pool.put(p);
      }
      return id;
    }

    @Operation
    public int count() {
      return pool.count();
    }
  }

  /** The same, with sets. */
  public static final class PoolModel {
    private final BitSet free = new BitSet();
    private final int[] reserved = new int[THREADS];
    private final BitSet[] held = new BitSet[THREADS];
    private int allReserved;

    public PoolModel() {
      free.set(1, CAPACITY + 1);
      for (int t = 0; t < THREADS; t++) {
        held[t] = new BitSet();
      }
    }

    public int take(int t) {
      return free.cardinality() > allReserved ? taken(t) : 0;
    }

    private int taken(int t) {
      int id = free.nextSetBit(0);
      free.clear(id);
      held[t].set(id);
      return id;
    }

    public boolean reserve(int t) {
      if (free.cardinality() <= allReserved) {
        return false;
      }
      allReserved++;
      reserved[t]++;
      return true;
    }

    public int takeReserved(int t) {
      if (reserved[t] == 0) {
        return 0;
      }
      reserved[t]--;
      allReserved--;
      return taken(t);
    }

    public int put(int t) {
      int id = Math.max(0, held[t].nextSetBit(0));
      if (id > 0) {
        held[t].clear(id);
        free.set(id);
      }
      return id;
    }

    public int count() {
      return CAPACITY - free.cardinality();
    }
  }

  @Test
  void fragmentCount() {
    Linchecked.check(References.class, ReferencesModel.class);
  }

  @Test
  void extentAttach() {
    Linchecked.check(Attached.class, AttachedModel.class);
  }

  @Test
  void folioPool() {
    Linchecked.check(Pool.class, PoolModel.class);
  }
}
