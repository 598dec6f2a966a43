package org.fragcache.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.fragcache.FileCache;

/** As many clones of one file as that: heap of each, and what one more or less takes. */
final class MillionClones implements Measurement {
  private static final int BLOCK = 64;
  private static final int BLOCKS = 256; // of the file
  private static final int BATCH = 256;
  private static final int FIRST = 1000;
  private static final double HEAP = 512;

  /** Memory of a million files is not in the CPU's caches any more. */
  private static final double FLAT = 3;

  private static final String CLONE = "create + clone";
  private static final String DROP = "unlink";

  @Override
  public String name() {
    return "million";
  }

  @Override
  public Report run(Context context) {
    int max = context.scale.clones;
    List<Series.Point> clone = new ArrayList<>();
    List<Series.Point> drop = new ArrayList<>();
    List<Figure> figures = new ArrayList<>();
    int reached = 0;
    double heap;
    try (FileCache cache = Design.FRAGMENTS.open(BLOCK, 1 << 22)) {
      Files.make(cache, "base", BLOCKS);
      Files.clone(cache, "base", "first");
      for (int i = 0; i < 3; i++) { // loads what it needs before the heap is looked at
        Stopwatch.time(context, new CloneBatch(cache, "base"));
      }
      long before = usedHeap();
      for (int n = FIRST; n <= max && context.hasTime(); n *= 10) {
        context.at(n + " clones");
        reached = build(context, cache, reached, n);
        if (reached < n) {
          break;
        }
        List<Sample> samples =
            Stopwatch.time(
                context,
                List.of(new Again(cache, n, true, true), new Again(cache, n, true, false)));
        clone.add(new Series.Point(n, samples.get(0)));
        drop.add(new Series.Point(n, samples.get(1)));
      }
      context.at("heap of " + reached + " clones");
      heap = (double) (usedHeap() - before) / reached;
      figures.add(dropAll(context, cache, reached));
    }
    figures.add(empty(context, max));
    String missing =
        reached == max ? "" : context.tooSlow(String.format(Locale.ROOT, "%,d clones", max));
    List<Requirement> rows = new ArrayList<>();
    Requirement bytes =
        Requirement.atMost(
            name() + "/heap",
            String.format(Locale.ROOT, "heap bytes of each of %,d clones of a file", reached),
            "bytes",
            Sample.of(heap),
            HEAP);
    rows.add(missing.isEmpty() ? bytes : bytes.withNote(missing));
    rows.add(flat("/clone", CLONE, clone, max, missing));
    rows.add(flat("/drop", DROP, drop, max, missing));
    return Report.of(
        name(),
        rows,
        figures,
        List.of(
            new Plot(
                "million",
                "Many clones of one file",
                "clones there are",
                "time of one more, of one less",
                true,
                List.of(
                    Series.fitted(CLONE, clone, missing), Series.fitted(DROP, drop, missing)))));
  }

  private Requirement flat(
      String of, String call, List<Series.Point> points, int max, String missing) {
    String what =
        String.format(Locale.ROOT, "%s with %,d clones there, against %,d", call, max, FIRST);
    if (!missing.isEmpty()) {
      return Requirement.missed(name() + of, what, "ns", true, FLAT, missing);
    }
    return Requirement.ratioAtMost(
        name() + of, what, "ns", points.get(points.size() - 1).y(), points.get(0).y(), FLAT);
  }

  /** Clones from..to-1; returns how many there are, fewer if time is up. */
  private static int build(Context context, FileCache cache, int from, int to) {
    for (int i = from; i < to; i++) {
      if ((i & 1023) == 0 && !context.hasTime()) {
        return i;
      }
      Files.clone(cache, "base", named(i));
    }
    return to;
  }

  private static Figure dropAll(Context context, FileCache cache, int n) {
    int[] order = Order.shuffled(n);
    int done = 0;
    long began = System.nanoTime();
    while (done < n && (done < FIRST || (done & 1023) != 0 || context.hasTime())) {
      Files.unlink(cache, named(order[done++]));
    }
    double time = (double) (System.nanoTime() - began) / done;
    return new Figure(
        "million/drop-all",
        String.format(Locale.ROOT, "unlink of %,d of %,d clones in random order, each", done, n),
        "ns",
        time);
  }

  /**
   * How much of it is that what many files consist of is not in the CPU's caches: files that have
   * no block at all.
   */
  private static Figure empty(Context context, int max) {
    List<Double> medians = new ArrayList<>();
    try (FileCache cache = Design.FRAGMENTS.open(BLOCK, 1 << 22)) {
      int done = 0;
      for (int n : new int[] {FIRST, max}) {
        context.at(n + " empty files");
        for (; done < n; done++) {
          Files.ok(cache.create(named(done)), "create", named(done));
        }
        medians.add(Stopwatch.time(context, new Again(cache, n, false, false)).median());
      }
    }
    return new Figure(
        "million/empty",
        String.format(
            Locale.ROOT, "unlink of an empty file among %,d, against one among %,d", max, FIRST),
        "x",
        medians.get(1) / medians.get(0));
  }

  /** No list of names is kept: what the heap has of them is the cache's. */
  private static String named(int i) {
    return "c" + i;
  }

  private static long usedHeap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return used;
  }

  /** Random ones of n files are dropped and made again; one of the two is timed. */
  private static final class Again extends Batch {
    private final FileCache cache;
    private final int n;
    private final boolean clones;
    private final boolean timesMake;
    private final Random random = new Random(1);
    private final String[] names = new String[BATCH];

    Again(FileCache cache, int n, boolean clones, boolean timesMake) {
      super(BATCH);
      this.cache = cache;
      this.n = n;
      this.clones = clones;
      this.timesMake = timesMake;
    }

    @Override
    void before() {
      int stride = n / BATCH; // so that no two are the same
      for (int i = 0; i < BATCH; i++) {
        names[i] = named(i * stride + random.nextInt(stride));
        if (names[i].hashCode() == 0) { // computes it, which the string keeps
          throw new IllegalStateException(names[i] + ": hash code 0, expected another");
        }
      }
      if (timesMake) {
        drop();
      }
    }

    @Override
    void run() {
      if (timesMake) {
        make();
      } else {
        drop();
      }
    }

    @Override
    void after() {
      if (!timesMake) {
        make();
      }
    }

    private void drop() {
      for (String name : names) {
        Files.unlink(cache, name);
      }
    }

    private void make() {
      for (String name : names) {
        if (clones) {
          Files.clone(cache, "base", name);
        } else {
          Files.ok(cache.create(name), "create", name);
        }
      }
    }
  }
}
