package org.fragcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Entries by index against a plain array, the form of the tree, and readers without lock. */
final class SlotTreeTest {
  private static final int LIMIT = Integer.MAX_VALUE;
  private static final Object A = "A";
  private static final Object B = "B";

  private final long seed = Long.getLong("fragcache.seed", System.nanoTime());

  /** Stretches cuts[k]..cuts[k+1]-1, each of one value; outside of them nothing is stored. */
  private static final class Model {
    final int[] cuts;
    final @Nullable Object[] values;

    Model(int... cuts) {
      this.cuts = cuts;
      this.values = new @Nullable Object[cuts.length - 1];
    }

    /** The stretch of i, -1 or less outside. */
    int find(int i) {
      int k = Arrays.binarySearch(cuts, i);
      int at = k >= 0 ? k : -k - 2;
      return at < values.length ? at : -1;
    }

    @Nullable Object get(int i) {
      int k = find(i);
      return k < 0 ? null : values[k];
    }

    int next(int from, int end) {
      for (int k = 0; k < values.length; k++) {
        if (values[k] != null && from < cuts[k + 1]) {
          return Math.min(end, Math.max(from, cuts[k]));
        }
      }
      return end;
    }

    int runEnd(int i, int end) {
      Object entry = get(i);
      int e = i + 1;
      while (e < end && get(e) == entry) {
        int k = find(e);
        e = k >= 0 ? cuts[k + 1] : e < cuts[0] ? cuts[0] : end;
      }
      return Math.min(e, end);
    }

    int end() {
      for (int k = values.length - 1; k >= 0; k--) {
        if (values[k] != null) {
          return cuts[k + 1];
        }
      }
      return 0;
    }

    boolean isRun() {
      int first = next(0, LIMIT);
      return first == LIMIT || next(runEnd(first, LIMIT), LIMIT) == LIMIT;
    }

    /** Nodes of a tree as small as can be. */
    int nodes() {
      long span = 64;
      while (span < end()) {
        span *= 64;
      }
      return nodes(0, span);
    }

    private int nodes(long at, long span) {
      // 2^31-1 is no index, so holds nothing.
      if (at >= LIMIT || span == 1) {
        return 0;
      }
      boolean ends = at + span > LIMIT;
      int end = runEnd((int) at, ends ? LIMIT : (int) (at + span));
      if (ends ? end == LIMIT && get((int) at) == null : end == at + span) {
        return 0;
      }
      int n = 1;
      for (int s = 0; s < 64; s++) {
        n += nodes(at + s * (span / 64), span / 64);
      }
      return n;
    }
  }

  @Test
  void load_ofEmptyTree_isNull() {
    SlotTree tree = new SlotTree();
    assertThat(tree.load(0)).isNull();
    assertThat(tree.load(LIMIT - 1)).isNull();
    assertThat(tree.end()).isZero();
    assertThat(tree.next(0, LIMIT)).isEqualTo(LIMIT);
    assertThat(tree.runEnd(0, LIMIT)).isEqualTo(LIMIT);
    tree.store(5, 100, null);
    assertThat(tree.nodes()).isZero();
  }

  @Test
  void store_ofRange_takesRangesWithinTheLimitOnly() {
    SlotTree tree = new SlotTree();
    tree.store(0, LIMIT, A);
    tree.store(7, 0, B);
    assertThat(tree.end()).isEqualTo(LIMIT);
    assertThat(tree.load(7)).isSameAs(A);
    assertThatThrownBy(() -> tree.store(-1, 1, B)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.store(1, LIMIT, B)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.store(1, -1, B)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(tree.runEnd(0, LIMIT)).isEqualTo(LIMIT);
  }

  @Test
  void nodes_ofRun_isZero_howeverItCameToBe() {
    SlotTree tree = new SlotTree();
    for (int i = 0; i < 1000; i++) {
      tree.store(i, 1, A);
    }
    assertThat(tree.nodes()).isZero();
    tree.store(500, 10, B);
    tree.store(500, 10, A);
    assertThat(tree.nodes()).isZero();
    assertThat(tree.runEnd(0, LIMIT)).isEqualTo(1000);
    tree.store(500, 500, null);
    tree.store(0, 499, null);
    assertThat(tree.nodes()).isZero();
    assertThat(tree.end()).isEqualTo(500);
    tree.store(499, 1, null);
    assertThat(tree.end()).isZero();
  }

  @Test
  void nodes_ofHugeRunWithOneOther_isOneForEachLevel() {
    SlotTree tree = new SlotTree();
    tree.store(0, 1 << 24, A);
    tree.store(1 << 20, 1, B);
    assertThat(tree.nodes()).isEqualTo(4);
    assertThat(tree.runEnd(0, LIMIT)).isEqualTo(1 << 20);
    assertThat(tree.runEnd((1 << 20) + 1, LIMIT)).isEqualTo(1 << 24);
    tree.store(1 << 20, 1, A);
    assertThat(tree.nodes()).as("collapsed").isZero();
    tree.store(LIMIT - 1, 1, B);
    assertThat(tree.nodes()).isEqualTo(1 + 1 + 5); // the top, and below each of its two slots
    tree.store(LIMIT - 1, 1, null);
    assertThat(tree.nodes()).as("height shrunk").isZero();
  }

  @Test
  void store_oneByOneInAnyOrder_collapses() {
    SlotTree tree = new SlotTree();
    tree.store(0, 1 << 18, A);
    int[] order = shuffled(4096, new Random(seed));
    for (int i : order) {
      tree.store(8192 + i, 1, B);
    }
    assertThat(tree.nodes()).as("seed %d", seed).isEqualTo(1);
    assertThat(tree.runEnd(8192, LIMIT)).isEqualTo(8192 + 4096);
    for (int i : order) {
      tree.store(8192 + i, 1, null);
    }
    assertThat(tree.nodes()).as("seed %d", seed).isEqualTo(1);
    assertThat(tree.next(8192, LIMIT)).isEqualTo(8192 + 4096);
  }

  @Test
  void store_lastOneBesideAnAlignedRunGoes_theRunStaysWhereItIs() {
    SlotTree tree = new SlotTree();
    tree.store(192, 64, A);
    tree.store(5, 1, B);
    tree.store(5, 1, null);
    assertThat(tree.nodes()).isZero();
    assertThat(tree.next(0, LIMIT)).isEqualTo(192);
    assertThat(tree.end()).isEqualTo(256);
  }

  @Test
  void store_ofNothingNextToARun_leavesItARun() {
    SlotTree tree = new SlotTree();
    tree.store(10, 5, A);
    tree.store(15, 3, null);
    tree.store(7, 3, null);
    assertThat(tree.nodes()).isZero();
    assertThat(tree.next(0, LIMIT)).isEqualTo(10);
    assertThat(tree.end()).isEqualTo(15);
  }

  private static Folio folio(int id) {
    return new Folio(id, new Slab(id, 1, 8));
  }

  @Test
  void folioId_afterAnyStore_isThatOfTheFolioThere() {
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      SlotTree tree = new SlotTree();
      int[] at = random.ints(30, 0, round % 2 == 0 ? 70 : 10_000).toArray();
      for (int i = 0; i < at.length; i++) {
        switch (random.nextInt(4)) {
          case 0 -> tree.store(at[i], 1 + random.nextInt(100), A);
          case 1 -> tree.store(at[i], 1 + random.nextInt(100), null);
          default -> tree.store(at[i], 1, folio(1 + i));
        }
        for (int k : at) {
          int expected = tree.load(k) instanceof Folio p ? p.id : 0;
          assertThat(tree.folioId(k)).as("seed %d, round %d", seed, round).isEqualTo(expected);
        }
      }
    }
  }

  /** Folios come and go at one index, in order of their ids: nobody may see one that has gone. */
  @Test
  @Timeout(60)
  void folioId_besideAWriter_isOfAFolioThatIsThere() throws Exception {
    SlotTree tree = new SlotTree();
    tree.store(1, 1, A); // a node, that is
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService writer = Executors.newSingleThreadExecutor();
    Future<?> writes =
        writer.submit(
            () -> {
              for (int id = 1; !over.get(); id++) {
                tree.store(0, 1, folio(id));
                tree.store(0, 1, (id & 1) == 0 ? B : null);
              }
            });
    try {
      int seen = 0;
      for (int i = 0; i < 1_000_000 || seen < 1000; i++) {
        int first = tree.folioId(0);
        int then = tree.load(0) instanceof Folio p ? p.id : Integer.MAX_VALUE;
        int last = tree.folioId(0);
        assertThat(then).as("after an id that was seen").isGreaterThanOrEqualTo(first);
        if (last != 0 && then != Integer.MAX_VALUE) {
          assertThat(last).as("after a folio that was seen").isGreaterThanOrEqualTo(then);
        }
        seen += first > 0 ? 1 : 0;
      }
    } finally {
      over.set(true);
      writer.shutdown();
      writes.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void store_atSmallIndices_isAsArray() {
    run(2000, 40, random -> IntStream.rangeClosed(0, 1 + random.nextInt(300)).toArray());
  }

  @Test
  void store_aboutTheEndOfIndices_isAsArray() {
    run(300, 40, random -> IntStream.rangeClosed(LIMIT - 1 - random.nextInt(200), LIMIT).toArray());
  }

  @Test
  void store_atSomeThousandIndices_isAsArray() {
    run(5, 200, random -> IntStream.rangeClosed(4000, 4000 + 5000).toArray());
  }

  @Test
  void store_ofRangesOfAnySize_isAsArray() {
    run(
        3000,
        30,
        random -> {
          TreeSet<Integer> cuts = new TreeSet<>(List.of(0, LIMIT));
          for (int n = 1 + random.nextInt(12); n > 0; n--) {
            long at = (1L + random.nextInt(64)) << (6 * random.nextInt(6));
            cuts.add((int) Math.max(0, Math.min(LIMIT, at + random.nextInt(3) - 1)));
            cuts.add(random.nextInt(1 << (1 + random.nextInt(30))));
          }
          return cuts.stream().mapToInt(i -> i).toArray();
        });
  }

  private interface Cuts {
    int[] of(Random random);
  }

  private void run(int trees, int stores, Cuts cuts) {
    for (int t = 0; t < trees; t++) {
      Random random = new Random(seed + t);
      Model model = new Model(cuts.of(random));
      try {
        run(model, stores, random);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "rerun with -Dfragcache.seed=" + seed + ", tree " + t + ": " + e, e);
      }
    }
  }

  private static void run(Model model, int stores, Random random) {
    SlotTree tree = new SlotTree();
    int entries = 1 + random.nextInt(4);
    for (int s = 0; s < stores; s++) {
      int k = random.nextInt(model.values.length);
      int n = Math.min(model.values.length - k, 1 + length(random, model.values.length));
      Object entry = random.nextInt(3) == 0 ? null : "entry" + random.nextInt(entries);
      entry = entry == null ? null : ((String) entry).intern();
      int first = model.cuts[k];
      int end = model.cuts[k + n];
      tree.store(first, end - first, entry);
      Arrays.fill(model.values, k, k + n, entry);
      check(tree, model, random);
      if (model.isRun() && entry != null && end - first > 1) {
        assertThat(tree.nodes()).as("nodes of a run").isZero();
      }
    }
  }

  private static int length(Random random, int max) {
    return random.nextInt(1 + random.nextInt(max));
  }

  private static void check(SlotTree tree, Model model, Random random) {
    for (int k = 0; k < model.values.length; k++) {
      int first = model.cuts[k];
      int last = model.cuts[k + 1] - 1;
      check(tree, model, first);
      check(tree, model, last);
      check(tree, model, first + random.nextInt(last - first + 1));
    }
    assertThat(tree.load(LIMIT)).isNull();
    assertThat(tree.end()).as("end").isEqualTo(model.end());
    for (int i = 0; i < 10; i++) {
      int from = index(model, random);
      int end = random.nextInt(4) == 0 ? LIMIT : index(model, random);
      assertThat(tree.next(from, end)).as("next %d %d", from, end).isEqualTo(model.next(from, end));
      if (from < end) {
        assertThat(tree.runEnd(from, end))
            .as("runEnd %d %d", from, end)
            .isEqualTo(model.runEnd(from, end));
      } else {
        assertThat(tree.runEnd(from, end)).isEqualTo(end);
      }
    }
    int nodes = tree.nodes();
    if (nodes > 0 || !model.isRun()) {
      assertThat(nodes).as("nodes").isEqualTo(model.nodes());
    }
  }

  private static void check(SlotTree tree, Model model, int i) {
    if (tree.load(i) != model.get(i)) {
      assertThat(tree.load(i)).as("index %d", i).isSameAs(model.get(i));
    }
  }

  /** One near a cut, mostly. */
  private static int index(Model model, Random random) {
    if (random.nextInt(8) == 0) {
      return random.nextInt(LIMIT);
    }
    long i = (long) model.cuts[random.nextInt(model.cuts.length)] + random.nextInt(3) - 1;
    return (int) Math.max(0, Math.min(LIMIT - 1, i));
  }

  private static int[] shuffled(int n, Random random) {
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int x = order[i];
      order[i] = order[j];
      order[j] = x;
    }
    return order;
  }

  @Test
  void load_allocatesNothing_aNodeIsOfThisSize() {
    SlotTree tree = new SlotTree();
    tree.store(0, 1 << 24, A);
    long run = AllocatedBytes.of(() -> loads(tree));
    int at = 1 << 20;
    tree.store(at, 1, B);
    tree.store(at, 1, A);
    long nodes = AllocatedBytes.of(() -> tree.store(at, 1, B));
    assertThat(tree.nodes()).isEqualTo(4);
    long loads = AllocatedBytes.of(() -> loads(tree));
    assertThat(run).as("bytes for 200,000 loads of a run").isLessThan(1_000);
    assertThat(loads).as("bytes for 200,000 loads of nodes").isLessThan(1_000);
    assertThat(nodes).as("bytes for 4 nodes").isLessThanOrEqualTo(4 * 296);
  }

  private static void loads(SlotTree tree) {
    for (int i = 0; i < 200_000; i++) {
      if (tree.load(i * 8) == null) {
        throw new AssertionError("index " + i * 8 + ": empty");
      }
    }
  }

  /** What the writer of the concurrent test stores to first..end-1, by one store or by many. */
  private record Stamp(int version, int first, int end) {}

  /** Versions of what an index held when last known, and of what it may hold soonest. */
  private static final class Stamps {
    static final int SIZE = 3 * 4096;
    static final int NEVER_EMPTY = 4096; // indices below it

    final SlotTree tree = new SlotTree();
    final AtomicIntegerArray done = new AtomicIntegerArray(SIZE);
    final AtomicIntegerArray begun = new AtomicIntegerArray(SIZE);
    volatile boolean stop;

    void store(int first, int end, int version, @Nullable Stamp stamp) {
      for (int i = first; i < end; i++) {
        begun.set(i, version);
      }
      tree.store(first, end - first, stamp);
      for (int i = first; i < end; i++) {
        done.set(i, version);
      }
    }

    /** The writer: ranges of all sizes, some of them in small parts. */
    void write(Random random) {
      store(0, NEVER_EMPTY, 1, new Stamp(1, 0, NEVER_EMPTY));
      for (int version = 2; !stop; version++) {
        int n = 1 + random.nextInt(1 << (1 + random.nextInt(13)));
        int first = random.nextInt(SIZE);
        if (random.nextBoolean()) {
          n = (n + 63) & -64;
          first &= -64;
        }
        int end = Math.min(SIZE, first + n);
        if (first >= NEVER_EMPTY && random.nextInt(3) == 0) {
          store(first, end, version, null);
          continue;
        }
        Stamp stamp = new Stamp(version, first, end);
        int step = random.nextInt(3) == 0 ? 1 + random.nextInt(64) : end - first;
        for (int at = first; at < end; at += step) {
          store(at, Math.min(end, at + step), version, stamp);
        }
        if (version % 64 == 0) { // one run; the tree goes
          store(0, SIZE, ++version, new Stamp(version, 0, SIZE));
          store(NEVER_EMPTY, SIZE, ++version, null);
        }
      }
    }

    /** A reader; returns how many loads it did. */
    long read(Random random) {
      long loads = 0;
      while (!stop) {
        int i = random.nextInt(SIZE);
        int least = done.get(i);
        Stamp stamp = (Stamp) tree.load(i);
        int most = begun.get(i);
        loads++;
        if (stamp == null) {
          if (i < NEVER_EMPTY && least > 0) {
            throw new AssertionError("index " + i + ": empty, was never emptied");
          }
        } else if (stamp.version < least
            || stamp.version > most
            || i < stamp.first
            || stamp.end <= i) {
          throw new AssertionError(
              "index " + i + ": " + stamp + ", expected version " + least + ".." + most);
        }
        int end = tree.runEnd(i, SIZE);
        int next = tree.next(i, SIZE);
        if (end <= i || end > SIZE || next < i || next > SIZE) {
          throw new AssertionError("index " + i + ": runEnd " + end + ", next " + next);
        }
        if (i < NEVER_EMPTY && least > 0 && (next != i || tree.end() < NEVER_EMPTY)) {
          throw new AssertionError("index " + i + ": next " + next + ", end " + tree.end());
        }
      }
      return loads;
    }
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void load_besideSplitAndCollapse_seesTheSameAllTheTime() throws Exception {
    SlotTree tree = new SlotTree();
    tree.store(0, 4096, A);
    int[] kept = {0, 63, 65, 4095};
    ExecutorService threads = Executors.newSingleThreadExecutor();
    AtomicBoolean stop = new AtomicBoolean();
    try {
      Future<?> writer =
          threads.submit(
              () -> {
                while (!stop.get()) {
                  tree.store(5000, 1, B); // a run becomes nodes
                  tree.store(1, 1, B); // two levels split
                  tree.store(1, 1, A); // and collapse
                  tree.store(64, 1, null);
                  tree.store(1 << 20, 1, B); // two levels more
                  tree.store(64, 1, A);
                  tree.store(1 << 20, 1, null);
                  tree.store(5000, 1, null); // a run again
                }
              });
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
      while (System.nanoTime() < end) {
        for (int i : kept) {
          Object entry = tree.load(i);
          if (entry != A) {
            throw new AssertionError("index " + i + ": " + entry + ", expected A");
          }
        }
      }
      stop.set(true);
      writer.get();
    } finally {
      stop.set(true);
      threads.shutdownNow();
    }
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void load_whileOneStores_seesOldOrNew_neverNothing() throws Exception {
    Stamps stamps = new Stamps();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> running = new ArrayList<>();
      running.add(threads.submit(() -> stamps.write(new Random(seed))));
      for (int t = 1; t <= 3; t++) {
        Random random = new Random(seed + t);
        running.add(threads.submit(() -> stamps.read(random)));
      }
      Thread.sleep(3_000);
      stamps.stop = true;
      for (Future<?> thread : running) {
        Object loads = thread.get();
        assertThat(loads == null || (long) loads > 1_000).as("loads %s", loads).isTrue();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("rerun with -Dfragcache.seed=" + seed + ": " + e.getCause(), e);
    } finally {
      stamps.stop = true;
      threads.shutdownNow();
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
  }
}
