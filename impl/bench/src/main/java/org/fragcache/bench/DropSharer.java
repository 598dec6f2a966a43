package org.fragcache.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.fragcache.FileCache;

/** One of many sharers goes, or loses its blocks; the shared folios stay. */
final class DropSharer implements Measurement {
  private static final int BLOCK = 64;
  private static final int BATCH = 64;
  private static final int ALL = 100_000; // sharers that there are, at most
  private static final int AMONG = 10_000;
  private static final double SHARERS = 3; // they are not in the CPU's caches any more
  private static final double PAGES = 1.5;
  private static final List<String> NAMES =
      IntStream.range(0, BATCH).mapToObj(i -> "clone " + i).toList();
  private static final String UNLINK = "unlink";
  private static final String TRUNCATE = "truncate to 0";

  @Override
  public String name() {
    return "drop-sharer";
  }

  @Override
  public Report run(Context context) {
    List<Requirement> rows = new ArrayList<>();
    Plot sharers = sharers(context, rows);
    Plot pages = pages(context, rows);
    return Report.of(name(), rows, List.of(), List.of(sharers, pages));
  }

  private Plot sharers(Context context, List<Requirement> rows) {
    int[] sizes = Scale.powersOfTen(context.scale.sharers);
    int among = Math.min(AMONG, context.scale.sharers);
    List<Batch> unlinks = new ArrayList<>();
    List<Batch> truncates = new ArrayList<>();
    List<Series.Point> unlink = new ArrayList<>();
    List<Series.Point> truncate = new ArrayList<>();
    String missing = "";
    try (FileCache cache = Design.FRAGMENTS.open(BLOCK, 1 << 22)) {
      for (int n : sizes) {
        context.at(n + " sharers");
        Families families = new Families(cache, n);
        if (!families.build(context)) {
          missing = context.tooSlow(String.format(Locale.ROOT, "%,d sharers", n));
          break;
        }
        unlinks.add(new Drop(families, false));
        truncates.add(new Drop(families, true));
      }
      context.at("drop among sharers");
      List<Batch> all = new ArrayList<>(unlinks);
      all.addAll(truncates);
      List<Sample> samples = Stopwatch.time(context, all);
      for (int i = 0; i < unlinks.size(); i++) {
        unlink.add(new Series.Point(sizes[i], samples.get(i)));
        truncate.add(new Series.Point(sizes[i], samples.get(unlinks.size() + i)));
      }
    }
    rows.add(among(context, "/unlink-sharers", UNLINK, unlink, among));
    rows.add(among(context, "/truncate-sharers", TRUNCATE, truncate, among));
    return new Plot(
        "drop-sharers",
        "One sharer goes",
        "sharers of the file",
        "time of one call",
        true,
        List.of(
            Series.fitted(UNLINK, unlink, missing), Series.fitted(TRUNCATE, truncate, missing)));
  }

  private Requirement among(
      Context context, String of, String call, List<Series.Point> points, int among) {
    String what =
        String.format(Locale.ROOT, "%s of one sharer among %,d, against the only one", call, among);
    for (Series.Point p : points) {
      if (p.x() == among) {
        return Requirement.ratioAtMost(name() + of, what, "ns", p.y(), points.get(0).y(), SHARERS);
      }
    }
    String why = context.tooSlow(String.format(Locale.ROOT, "%,d sharers", among));
    return Requirement.missed(name() + of, what, "ns", true, SHARERS, why);
  }

  private Plot pages(Context context, List<Requirement> rows) {
    int log = context.scale.dropLog;
    int[] sizes = Scale.powersOfFour(log);
    List<Batch> batches = new ArrayList<>();
    try (FileCache cache = CloneShared.open(Design.FRAGMENTS, log)) {
      for (int n : sizes) {
        context.at(n + " shared folios");
        Files.make(cache, "base " + n, n);
        batches.add(new DropOfPages(cache, n, false));
      }
      for (int n : sizes) {
        batches.add(new DropOfPages(cache, n, true));
      }
      context.at("drop by shared folios");
      List<Sample> samples = Stopwatch.time(context, batches);
      return new Plot(
          "drop-pages",
          "One sharer goes",
          "shared folios, which stay",
          "time of one call",
          true,
          List.of(
              byPages(rows, "/unlink-pages", UNLINK, log, samples.subList(0, sizes.length)),
              byPages(
                  rows,
                  "/truncate-pages",
                  TRUNCATE,
                  log,
                  samples.subList(sizes.length, 2 * sizes.length))));
    }
  }

  private Series byPages(
      List<Requirement> rows, String of, String call, int log, List<Sample> samples) {
    int[] sizes = Scale.powersOfFour(log);
    List<Series.Point> points = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      points.add(new Series.Point(sizes[i], samples.get(i)));
    }
    rows.add(
        Requirement.ratioAtMost(
            name() + of,
            call + " of a sharer of 2^" + log + " cached folios that stay, against one folio",
            "ns",
            samples.get(samples.size() - 1),
            samples.get(0),
            PAGES));
    return Series.fitted(call, points, "");
  }

  /**
   * Files with n sharers each beside the base: as many files as a batch has drops, so that each
   * drop finds all n there; fewer where n is so large that it makes no difference.
   */
  private static final class Families {
    final FileCache cache;
    final int sharers;
    final int count;
    private final Random random = new Random(1);

    Families(FileCache cache, int sharers) {
      this.cache = cache;
      this.sharers = sharers;
      this.count = Math.max(1, Math.min(BATCH, ALL / sharers));
    }

    boolean build(Context context) {
      for (int f = 0; f < count; f++) {
        Files.make(cache, base(f), 4);
        for (int i = 0; i < sharers; i++) {
          if ((i & 1023) == 0 && !context.hasTime()) {
            return false;
          }
          Files.clone(cache, base(f), sharer(f, i));
        }
      }
      return true;
    }

    /** Random sharers, no two the same; entry i of family i % count. */
    String[] choose() {
      String[] chosen = new String[BATCH];
      int each = (BATCH + count - 1) / count;
      int stride = sharers / each;
      for (int i = 0; i < BATCH; i++) {
        chosen[i] = sharer(i % count, i / count * stride + random.nextInt(stride));
      }
      return chosen;
    }

    String base(int f) {
      return "base " + sharers + " " + f;
    }

    private String sharer(int f, int i) {
      return "s" + sharers + " " + f + " " + i;
    }
  }

  /** Sharers are dropped, untimed cloned again. */
  private static final class Drop extends Batch {
    private final Families families;
    private final boolean truncate;
    private String[] names = {};

    Drop(Families families, boolean truncate) {
      super(BATCH);
      this.families = families;
      this.truncate = truncate;
    }

    @Override
    void before() {
      names = families.choose();
      for (String name : names) {
        if (families.cache.size(name) <= 0) {
          throw new IllegalStateException(name + ": empty, expected a sharer");
        }
      }
    }

    @Override
    void run() {
      for (String name : names) {
        if (truncate) {
          Files.ok(families.cache.truncate(name, 0), "truncate", name);
        } else {
          Files.unlink(families.cache, name);
        }
      }
    }

    @Override
    void after() {
      for (int i = 0; i < names.length; i++) {
        if (truncate) {
          Files.unlink(families.cache, names[i]);
        }
        Files.clone(families.cache, families.base(i % families.count), names[i]);
      }
    }
  }

  /** Clones of a file of n folios are dropped. */
  private static final class DropOfPages extends Batch {
    private final FileCache cache;
    private final int folios;
    private final boolean truncate;

    DropOfPages(FileCache cache, int folios, boolean truncate) {
      super(BATCH);
      this.cache = cache;
      this.folios = folios;
      this.truncate = truncate;
    }

    @Override
    void before() {
      for (String name : NAMES) {
        Files.clone(cache, "base " + folios, name);
      }
    }

    @Override
    void run() {
      for (String name : NAMES) {
        if (truncate) {
          Files.ok(cache.truncate(name, 0), "truncate", name);
        } else {
          Files.unlink(cache, name);
        }
      }
    }

    @Override
    void after() {
      for (int i = 0; truncate && i < NAMES.size(); i++) {
        Files.unlink(cache, NAMES.get(i));
      }
    }
  }
}
